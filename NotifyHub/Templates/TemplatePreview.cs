using System.Text.Json.Nodes;
using NotifyHub.Templates.Content;
using NotifyHub.Templates.Language;
using NotifyHub.Templates.Variables;

namespace NotifyHub.Templates;

/// <summary>What a template would say, without sending it.</summary>
public sealed class TemplatePreview(TimeProvider time)
{
    /// <summary>Filled in for a reader of this language.</summary>
    /// <exception cref="RefusedException">Values are missing, unknown or of a wrong type; or it costs more than it may.</exception>
    public RenderedContent Render(CompiledTemplate template, string? locale, JsonObject? variables)
    {
        if (locale is not null && LocaleChain.Normalize(locale) is null)
        {
            throw RefusedException.For([new Fault("/locale", "bad_format", "This is no language tag; de, de-AT and zh-Hant are.")]);
        }
        var values = ValuesOf(template, variables);
        try
        {
            return template.Render(locale, values, time);
        }
        catch (TemplateException fault)
        {
            throw RefusedException.For([new Fault("/variables", fault.Code, fault.Message)]);
        }
    }

    /// <summary>Given values, or the examples.</summary>
    /// <exception cref="RefusedException">Values are missing, unknown or of a wrong type.</exception>
    public IReadOnlyDictionary<string, TemplateValue> ValuesOf(CompiledTemplate template, JsonObject? variables)
    {
        if (variables is null)
        {
            return SampleValues.Of(template.Body.Variables);
        }
        var faults = new FaultList();
        var values = VariableReader.Read(template.Body.Variables, variables, "/variables", faults);
        faults.ThrowIfAny();
        return values;
    }
}
