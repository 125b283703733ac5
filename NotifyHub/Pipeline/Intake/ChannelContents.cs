using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Templates;
using NotifyHub.Templates.Content;
using NotifyHub.Templates.Language;
using NotifyHub.Templates.Variables;
using NotifyHub.Types;

namespace NotifyHub.Pipeline.Intake;

/// <summary>
/// What a notification says over mail and in the inbox: words of the send's own template where it has some for them, for mail else those of the type's.
/// No mail is left out for want of a template: one that is not there, or that these values don't fill, is told, and the mail says what the message says.
/// </summary>
internal sealed class ChannelContents(TemplateShelf shelf, TimeProvider time)
{
    /// <summary>The content with its words for mail and inbox.</summary>
    /// <returns>And what is wrong with the type's template, null when nothing is.</returns>
    /// <exception cref="RefusedException">The send's own template fills in to what can't be sent.</exception>
    public async ValueTask<(SendContent Content, string? Warning)> CompleteAsync(long projectId, PeopleSend send, TypeDefinition type, TemplateCall? own, SendContent content, CancellationToken cancel)
    {
        if (own is not null)
        {
            try
            {
                return (OwnWords(content, own), null);
            }
            catch (TemplateException fault)
            {
                throw RefusedException.For([new Fault("/template/variables", fault.Code, fault.Message)]);
            }
        }
        if (!type.Templates.TryGetValue(ChannelKind.Email, out var key))
        {
            return (content, null);
        }
        if (await shelf.CompiledAsync(projectId, key, null, cancel) is not var (_, _, template) || template.EmailLocales.Count == 0)
        {
            return (content, $"The type's template {key} has no words for mail; its mails are in the generic form.");
        }
        var faults = new FaultList();
        var values = VariableReader.Read(template.Body.Variables, Values(template, send), "/content/data", faults);
        if (faults.All.Count > 0)
        {
            return (content, $"The type's template {key} can't be filled in ({faults.All[0].Message}); its mails are in the generic form.");
        }
        try
        {
            return (With(content, template, template.EmailLocales, null, l => message => message with { Mail = Mail(template, l, values) }), null);
        }
        catch (TemplateException fault)
        {
            return (content, $"The type's template {key} can't be filled in ({fault.Message}); its mails are in the generic form.");
        }
    }

    // The app's own keys, and beside them what the notification says.
    private static JsonObject Values(CompiledTemplate template, PeopleSend send)
    {
        var said = send.Content;
        var values = new JsonObject();
        foreach (var name in template.Body.Variables.Select(variable => variable.Name))
        {
            var value = said?.Data?[name]?.DeepClone() ?? name switch
            {
                "title" => said?.Title, "subtitle" => said?.Subtitle, "body" => said?.Body, "link" => said?.Link, "imageUrl" => said?.ImageUrl, _ => null,
            };
            if (value is not null)
            {
                values[name] = value;
            }
        }
        return values;
    }

    private SendContent OwnWords(SendContent content, TemplateCall own)
    {
        var (template, values) = (own.Template, own.Values);
        var faults = new FaultList();
        var said = template.EmailLocales.Count + template.InboxLocales.Count == 0 ? content
            : With(content, template, template.EmailLocales.Concat(template.InboxLocales), own.Locale, l => message => message with { Mail = Mail(template, l, values), Inbox = Inbox(template, l, values, faults) });
        faults.ThrowIfAny();
        return said;
    }

    private MailWords? Mail(CompiledTemplate template, string language, IReadOnlyDictionary<string, TemplateValue> values) =>
        template.RenderEmail(language, values, time) is { } mail ? new MailWords(mail.Subject, mail.Text, mail.Html) : null;

    private InboxWords? Inbox(CompiledTemplate template, string language, IReadOnlyDictionary<string, TemplateValue> values, FaultList faults)
    {
        if (template.RenderInbox(language, values, time) is not { } item || string.IsNullOrWhiteSpace(item.Title))
        {
            return null;
        }
        if (!string.IsNullOrEmpty(item.ImageUrl))
        {
            SendChecks.Image(item.ImageUrl, "/template/variables", faults);
        }
        PeopleChecks.Link(string.IsNullOrEmpty(item.Link) ? null : item.Link, "/template/variables", faults);
        return new InboxWords(item.Title, Said(item.Body), Said(item.ImageUrl), Said(item.Link));
    }

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    // One message for each language that the push or the channels have; each says the push of its own chain.
    private static SendContent With(SendContent content, CompiledTemplate template, IEnumerable<string> languages, string? locale, Func<string, Func<PushMessage, PushMessage>> words)
    {
        var wanted = languages.ToHashSet(StringComparer.Ordinal);
        var pushes = content.ByLocale?.Keys.ToHashSet(StringComparer.Ordinal);
        if (locale is not null || (pushes is null && wanted.Count == 1))
        {
            return content with { Message = words(locale ?? wanted.First())(content.Message) };
        }
        var first = content.ByLocale?.Keys.First() ?? (wanted.Contains(template.Body.DefaultLocale) ? template.Body.DefaultLocale : wanted.Order(StringComparer.Ordinal).First());
        var all = wanted.Concat(pushes ?? []).Distinct(StringComparer.Ordinal).OrderByDescending(l => l == first).ThenBy(l => l, StringComparer.Ordinal)
            .ToDictionary(l => l, l => words(l)(pushes is null ? content.Message : content.ByLocale![LocaleChain.Pick(l, pushes, first)]), StringComparer.Ordinal);
        return content with { Message = all[first], ByLocale = all };
    }
}
