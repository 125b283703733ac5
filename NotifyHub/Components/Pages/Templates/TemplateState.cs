using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Templates;
using NotifyHub.Templates.Content;
using NotifyHub.Templates.Variables;

namespace NotifyHub.Components.Pages.Templates;

/// <summary>What the editor shows: the draft, what is wrong with it, and what a reader would get of it.</summary>
public sealed class TemplateState(TemplateShelf shelf, TemplatePreview preview, TemplateLint lint)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private const int VersionsShown = 50;
    private string _saved = "";

    /// <summary>The version that is looked at; null for a new template.</summary>
    public StoredTemplate? Stored { get; private set; }

    /// <summary>False when the address names no template or version of this project.</summary>
    public bool Exists { get; private set; } = true;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<TemplateVersion> Versions { get; private set; } = [];

    public TemplateDraft Draft { get; private set; } = TemplateDraft.Fresh();

    /// <summary>Which language is written.</summary>
    public int Writing { get; private set; }

    /// <summary>Values for the preview, as JSON.</summary>
    public string Sample { get; set; } = "{}";

    /// <summary>Everything that keeps it from being saved.</summary>
    public IReadOnlyList<Fault> Faults { get; private set; } = [];

    /// <summary>What is wrong with the preview's values.</summary>
    public IReadOnlyList<Fault> SampleFaults { get; private set; } = [];

    /// <summary>What the reader of the written language would get; null while it can't be told.</summary>
    public RenderedContent? Shown { get; private set; }

    /// <summary>Bytes of the push at each vendor.</summary>
    public IReadOnlyList<VendorBytes> Bytes { get; private set; } = [];

    /// <summary>What a writer should look at.</summary>
    public IReadOnlyList<LintFinding> Findings { get; private set; } = [];

    /// <summary>The language that is written.</summary>
    public LocaleDraft Current => Draft.Locales[Writing];

    /// <summary>Whether something is not saved.</summary>
    public bool IsChanged => Print() != _saved;

    /// <summary>Reads a version, or begins a new template.</summary>
    public async Task LoadAsync(long projectId, string id, int? number, CancellationToken cancel = default)
    {
        Stored = id == "new" ? null : await shelf.FindAsync(projectId, id, number, cancel);
        Exists = id == "new" || Stored is not null;
        Versions = Stored is null ? [] : await shelf.VersionsAsync(projectId, Stored.Template.Id, null, VersionsShown, cancel);
        var writing = Writing < Draft.Locales.Count ? Draft.Locales[Writing].Locale : null;
        Draft = Stored is null ? TemplateDraft.Fresh() : TemplateDraft.From(Stored);
        Writing = Math.Max(0, Draft.Locales.FindIndex(l => l.Locale == writing));
        Sample = Indented(SampleValues.JsonOf(Draft.Body(new FaultList()).Variables));
        // A fresh template has nothing to lose.
        _saved = Print();
        Refresh();
    }

    /// <summary>Reads all sources again and fills in the preview.</summary>
    public void Refresh()
    {
        var faults = new FaultList();
        var body = Draft.Body(faults);
        var compiled = CompiledTemplate.Compile(body, "", faults);
        Faults = FaultsOf(faults.ThrowIfAny);
        (SampleFaults, Shown, Bytes, Findings) = ([], null, [], []);
        if (compiled is null)
        {
            return;
        }
        SampleFaults = FaultsOf(() =>
        {
            var values = ReadSample();
            Shown = preview.Render(compiled, Current.Locale, values);
            Bytes = Shown.Push is { } push ? lint.Bytes(TemplateLint.MessageOf(push)) : [];
            Findings = lint.Check(compiled, preview.ValuesOf(compiled, values));
        });
    }

    /// <summary>What the preview shows, as a push; to whom is left to whoever sends it.</summary>
    public PushSend TestSend()
    {
        var said = TemplateLint.MessageOf(Shown!.Push!);
        return new PushSend
        {
            To = default, Title = said.Title, Subtitle = said.Subtitle, Body = said.Body,
            TemplateId = Stored is { } stored ? RowId.Format(RowId.Template, stored.Template.Id) : null,
            CorrelationId = "template-test-" + (Stored?.Version.Number ?? 0).ToString(CultureInfo.InvariantCulture),
            Options = new PushSendOptions
            {
                RichMedia = said.ImageUrl is { } image ? new PushRichMedia { ImageUrl = image } : null,
                Actions = said.Actions.Count == 0 ? null : [.. said.Actions.Select(a => new PushSendAction { Id = a.Id, Title = a.Title, IsTextInput = a.IsTextInput, IsDestructive = a.IsDestructive })],
            },
        };
    }

    /// <summary>The draft as a version that can be stored.</summary>
    /// <exception cref="RefusedException">It can't.</exception>
    public TemplateBody ToBody()
    {
        var faults = new FaultList();
        var body = Draft.Body(faults);
        faults.ThrowIfAny();
        return body;
    }

    /// <summary>Writes another language.</summary>
    public void Write(int index)
    {
        Writing = Math.Clamp(index, 0, Draft.Locales.Count - 1);
        Refresh();
    }

    /// <summary>Adds a language with the words of the one that is written, to be translated.</summary>
    /// <returns>What is wrong with the tag; null when it was added.</returns>
    public string? AddLocale(string tag)
    {
        if (LocaleChain.Normalize(tag) is not { } locale)
        {
            return "This is no language tag; de, de-AT and zh-Hant are.";
        }
        if (Draft.Locales.Any(l => l.Locale == locale))
        {
            return $"{locale} is there already.";
        }
        var added = LocaleDraft.From(Current.Read());
        added.Locale = locale;
        Draft.Locales.Add(added);
        Write(Draft.Locales.Count - 1);
        return null;
    }

    /// <summary>Takes the written language away; the last stays.</summary>
    public void RemoveLocale()
    {
        if (Draft.Locales.Count > 1)
        {
            Draft.Locales.RemoveAt(Writing);
            if (Draft.Locales.All(l => l.Locale != Draft.DefaultLocale))
            {
                Draft.DefaultLocale = Draft.Locales[0].Locale;
            }
            Write(Writing);
        }
    }

    /// <summary>Takes values for variables that the preview does not know yet from their examples.</summary>
    public void RefillSample()
    {
        Sample = Indented(SampleValues.JsonOf(Draft.Body(new FaultList()).Variables));
        Refresh();
    }

    private JsonObject ReadSample()
    {
        try
        {
            return JsonNode.Parse(Sample) as JsonObject ?? throw RefusedException.For([new Fault("/variables", "wrong_type", "The values are a JSON object.")]);
        }
        catch (JsonException broken)
        {
            throw RefusedException.For([new Fault("/variables", "invalid_json", $"The values are not JSON: line {(broken.LineNumber ?? 0) + 1}.")]);
        }
    }

    private static IReadOnlyList<Fault> FaultsOf(Action deed)
    {
        try
        {
            deed();
            return [];
        }
        catch (RefusedException refused)
        {
            return refused.Faults;
        }
    }

    private static string Indented(JsonObject values) => values.ToJsonString(Readable);

    private string Print() => JsonSerializer.Serialize(Draft);
}
