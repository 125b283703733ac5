using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push;
using NotifyHub.Templates.Content;
using NotifyHub.Templates.Language;
using NotifyHub.Templates.Variables;

namespace NotifyHub.Templates;

/// <summary>One thing that a writer should look at; nothing is refused for it.</summary>
/// <param name="Code">Stable word for programs.</param>
/// <param name="Severity">error: it would be refused or misread by a vendor; warning: some readers lose something; hint: worth a look.</param>
/// <param name="Pointer">Where, in the version.</param>
/// <param name="Message">For people.</param>
public sealed record LintFinding(string Code, string Severity, string Pointer, string Message);

/// <summary>Bytes of a push at one vendor.</summary>
public sealed record VendorBytes(ProviderKind Provider, int Actual, int Max);

/// <summary>Judges a version as its readers will get it: sizes at each vendor, what screens cut off, languages and variables that are missing, and what looks like somebody's data.</summary>
public sealed class TemplateLint(PushRenderer renderer, TimeProvider time)
{
    /// <summary>Everything found, worst first.</summary>
    /// <param name="template">The version.</param>
    /// <param name="values">Values to judge it with; the examples of its variables when null.</param>
    public IReadOnlyList<LintFinding> Check(CompiledTemplate template, IReadOnlyDictionary<string, TemplateValue>? values = null)
    {
        var findings = new List<LintFinding>();
        Languages(template, findings);
        Variables(template, findings);
        values ??= SampleValues.Of(template.Body.Variables);
        for (var i = 0; i < template.Body.Locales.Count; i++)
        {
            Language(template, template.Body.Locales[i], $"/locales/{i}", values, findings);
        }
        return [.. findings.OrderBy(f => f.Severity switch { "error" => 0, "warning" => 1, _ => 2 })];
    }

    /// <summary>What this push weighs at every vendor.</summary>
    public IReadOnlyList<VendorBytes> Bytes(PushMessage message) =>
        [.. ProviderNames.Supported.Select(kind => (kind, renderer.Measure(kind, message, RowId.Format(RowId.Delivery, long.MaxValue)))).Select(m => new VendorBytes(m.kind, m.Item2.ActualBytes, m.Item2.MaxBytes))];

    /// <summary>The push as vendors are given it when the send adds nothing.</summary>
    public static PushMessage MessageOf(RenderedPush push) => new()
    {
        Title = Said(push.Title), Subtitle = Said(push.Subtitle), Body = Said(push.Body), ImageUrl = Said(push.ImageUrl), Actions = push.Actions,
    };

    private void Language(CompiledTemplate template, TemplateContent written, string here, IReadOnlyDictionary<string, TemplateValue> values, List<LintFinding> findings)
    {
        RenderedContent rendered;
        try
        {
            rendered = template.Render(written.Locale, values, time);
        }
        catch (TemplateException fault)
        {
            findings.Add(new LintFinding(fault.Code, "error", here, $"{written.Locale}: {fault.Message}"));
            return;
        }
        if (written.Push is { } push && rendered.Push is { } said)
        {
            Push(written.Locale, push, said, $"{here}/push", findings);
        }
        if (written.Email is { } email && rendered.Email is { } mail)
        {
            Mail(written.Locale, email, mail, $"{here}/email", findings);
        }
        if (written.Inbox is { ImageUrl: not null } && !IsHttps(rendered.Inbox?.ImageUrl))
        {
            findings.Add(new LintFinding("image_url", "error", $"{here}/inbox/imageUrl", $"{written.Locale}: the picture's address is no https address: {rendered.Inbox?.ImageUrl}"));
        }
    }

    private void Push(string locale, TemplatePush written, RenderedPush said, string here, List<LintFinding> findings)
    {
        if (string.IsNullOrWhiteSpace(said.Title) && string.IsNullOrWhiteSpace(said.Body))
        {
            findings.Add(new LintFinding("no_words", "error", here, $"{locale}: with these values the push says nothing."));
        }
        foreach (var size in Bytes(MessageOf(said)).Where(s => s.Actual > s.Max))
        {
            findings.Add(new LintFinding("payload_too_large", "error", here, $"{locale}: {size.Provider.Label()} takes {size.Max} bytes; these words alone have {size.Actual}."));
        }
        foreach (var (field, text) in new[] { ("title", said.Title), ("body", said.Body) })
        {
            foreach (var screen in ScreenRoom.All.Where(s => s.Field == field && s.Cuts(text)))
            {
                findings.Add(new LintFinding("truncated", "warning", $"{here}/{field}", $"{locale}: {screen.Screen} shows about {screen.Characters} characters of the {field}; this has {ScreenRoom.LengthOf(text)}. The rest is cut off: “…{screen.Rest(text)}”."));
            }
        }
        if (written.ImageUrl is not null && !IsHttps(said.ImageUrl))
        {
            findings.Add(new LintFinding("image_url", "error", $"{here}/imageUrl", $"{locale}: the picture's address is no https address: {said.ImageUrl}"));
        }
        foreach (var (field, text) in new[] { ("title", written.Title), ("subtitle", written.Subtitle), ("body", written.Body) })
        {
            foreach (var what in PersonalData.In(text))
            {
                findings.Add(new LintFinding("personal_data", "hint", $"{here}/{field}", $"{locale}: {what} stands in the {field}, which lock screens show to everybody. Write a variable, or leave it out."));
            }
        }
    }

    private static void Mail(string locale, TemplateEmail written, RenderedEmail mail, string here, List<LintFinding> findings)
    {
        if (string.IsNullOrWhiteSpace(mail.Subject))
        {
            findings.Add(new LintFinding("no_words", "error", $"{here}/subject", $"{locale}: with these values the mail has no subject."));
        }
        else if (ScreenRoom.LengthOf(mail.Subject) > ScreenRoom.Subject)
        {
            findings.Add(new LintFinding("truncated", "warning", $"{here}/subject", $"{locale}: phones show about {ScreenRoom.Subject} characters of a subject; this has {ScreenRoom.LengthOf(mail.Subject)}."));
        }
        if (written.Text is null)
        {
            findings.Add(new LintFinding("no_text_part", "warning", $"{here}/text", $"{locale}: without a text part some readers see nothing, and filters take it for spam."));
        }
        if (written.Html?.Contains("<script", StringComparison.OrdinalIgnoreCase) == true)
        {
            findings.Add(new LintFinding("script", "warning", $"{here}/html", $"{locale}: no mail program runs a script; many refuse the whole mail."));
        }
    }

    private static void Languages(CompiledTemplate template, List<LintFinding> findings)
    {
        foreach (var (channel, locales) in new[] { ("push", template.PushLocales), ("email", template.EmailLocales), ("inbox", template.InboxLocales) })
        {
            if (locales.Count == 0)
            {
                continue;
            }
            for (var i = 0; i < template.Body.Locales.Count; i++)
            {
                var locale = template.Body.Locales[i].Locale;
                var taken = LocaleChain.Pick(locale, locales, template.Body.DefaultLocale);
                if (!locales.Contains(locale))
                {
                    findings.Add(new LintFinding("missing_locale", "warning", $"/locales/{i}/{channel}", !locales.Contains(taken)
                        ? $"Whoever reads {locale} gets no {channel}: neither it nor the default {template.Body.DefaultLocale} has one."
                        : taken == template.Body.DefaultLocale ? $"There is no {channel} in {locale}: its readers get {taken}." : $"There is no {channel} in {locale}; {taken} stands in."));
                }
            }
        }
    }

    private static void Variables(CompiledTemplate template, List<LintFinding> findings)
    {
        var used = template.UsedVariables();
        for (var i = 0; i < template.Body.Variables.Count; i++)
        {
            var variable = template.Body.Variables[i];
            if (!used.Contains(variable.Name))
            {
                findings.Add(new LintFinding("unused_variable", "hint", $"/variables/{i}", $"{variable.Name} is declared and used nowhere."));
            }
            else if (variable is { Required: false, Default: null })
            {
                findings.Add(new LintFinding("missing_variable", "hint", $"/variables/{i}", $"A send may leave {variable.Name} out, and then nothing stands in its place: make it required, or give it a default."));
            }
        }
    }

    private static bool IsHttps(string? address) =>
        !string.IsNullOrEmpty(address) && address.Length <= 2048 && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0;

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
