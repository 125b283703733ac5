using System.Text;
using NotifyHub.Templates.Variables;

namespace NotifyHub.Templates.Content;

/// <summary>Limits of a version that need no source to be understood.</summary>
internal static class BodyChecks
{
    private const int MostLocales = 50;
    private const int MostActions = 4;
    private const int MostBytes = 1024 * 1024;

    public static void Check(TemplateBody body, string pointer, FaultList faults)
    {
        VariableChecks.Check(body.Variables, $"{pointer}/variables", faults);
        if (body.Locales.Count is 0 or > MostLocales)
        {
            faults.Add($"{pointer}/locales", body.Locales.Count == 0 ? "required" : "too_many", $"1 to {MostLocales} languages are needed.");
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(body.Locales.Count, MostLocales); i++)
        {
            var (content, here) = (body.Locales[i], $"{pointer}/locales/{i}");
            if (LocaleChain.Normalize(content.Locale) != content.Locale)
            {
                faults.Add($"{here}/locale", "bad_format", LocaleChain.Normalize(content.Locale) is { } meant ? $"Write it as {meant}." : "This is no language tag; de, de-AT and zh-Hant are.");
            }
            else if (!seen.Add(content.Locale))
            {
                faults.Add($"{here}/locale", "not_allowed", $"{content.Locale} is there twice.");
            }
            Content(content, here, faults);
        }
        if (!body.Locales.Any(c => c.Locale == body.DefaultLocale))
        {
            faults.Add($"{pointer}/defaultLocale", "not_allowed", $"{body.DefaultLocale} is not among the locales: the chain would end nowhere.");
        }
        if (body.Locales.Sum(Size) > MostBytes)
        {
            faults.Add($"{pointer}/locales", "too_large", $"The sources of a version have at most {MostBytes / 1024} KB together.");
        }
    }

    /// <summary>Bytes of all sources of a language.</summary>
    public static int Size(TemplateContent content) => new[]
    {
        content.Push?.Title, content.Push?.Subtitle, content.Push?.Body, content.Push?.ImageUrl, content.Email?.Subject, content.Email?.Text, content.Email?.Html,
        content.Inbox?.Title, content.Inbox?.Body, content.Inbox?.ImageUrl, content.Inbox?.Link,
    }.Sum(text => text is null ? 0 : Encoding.UTF8.GetByteCount(text));

    private static void Content(TemplateContent content, string here, FaultList faults)
    {
        if (content.Push is null && content.Email is null && content.Inbox is null)
        {
            faults.Add(here, "required", "A language says something in push, email or inbox.");
        }
        if (content.Push is { } push)
        {
            if (string.IsNullOrWhiteSpace(push.Title) && string.IsNullOrWhiteSpace(push.Body))
            {
                faults.Add($"{here}/push", "required", "A push needs a title or a body.");
            }
            Actions(push.Actions ?? [], $"{here}/push/actions", faults);
        }
        if (content.Email is { } email)
        {
            faults.Required($"{here}/email/subject", email.Subject);
            if (string.IsNullOrWhiteSpace(email.Text) && string.IsNullOrWhiteSpace(email.Html))
            {
                faults.Add($"{here}/email", "required", "A mail needs text or html.");
            }
        }
        if (content.Inbox is { } inbox)
        {
            faults.Required($"{here}/inbox/title", inbox.Title);
        }
    }

    private static void Actions(IReadOnlyList<TemplateAction> actions, string here, FaultList faults)
    {
        if (actions.Count > MostActions)
        {
            faults.Add(here, RefusalCode.TooManyActions, $"{actions.Count} actions; platforms show at most {MostActions}.");
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(actions.Count, MostActions); i++)
        {
            faults.Length($"{here}/{i}/id", actions[i].Id, 64);
            faults.Required($"{here}/{i}/title", actions[i].Title);
            if (!seen.Add(actions[i].Id))
            {
                faults.Add($"{here}/{i}/id", "not_allowed", "Two actions have the same id.");
            }
        }
    }
}
