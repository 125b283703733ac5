using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Templates;
using NotifyHub.Templates.Content;
using NotifyHub.Templates.Language;
using NotifyHub.Templates.Variables;

namespace NotifyHub.Pipeline.Intake;

/// <summary>What a send says: its own words, or those of a template.</summary>
internal sealed class SendContents(TemplateShelf shelf, HubContexts contexts, TimeProvider time)
{
    /// <summary>Finds the template and reads its variables; null for a send with words of its own, and after a fault.</summary>
    public async ValueTask<TemplateCall?> OpenAsync(long projectId, PushSendTemplate? asked, FaultList faults, CancellationToken cancel)
    {
        if (asked is null)
        {
            return null;
        }
        if (asked.Locale is not null && LocaleChain.Normalize(asked.Locale) is null)
        {
            faults.Add("/template/locale", "bad_format", "This is no language tag; de, de-AT and zh-Hant are.");
        }
        if (await shelf.CompiledAsync(projectId, asked.Id, asked.Version, cancel) is not var (row, _, compiled))
        {
            faults.Add(asked.Version is null ? "/template/id" : "/template", RefusalCode.UnknownTemplate, "There is no such template or version in this project.");
            return null;
        }
        var values = VariableReader.Read(compiled.Body.Variables, asked.Variables, "/template/variables", faults);
        if (compiled.PushLocales.Count == 0)
        {
            faults.Add("/template/id", "no_words", $"The template {row.Key} has no words for a push.");
        }
        return new TemplateCall(row.Id, compiled, values, asked.Locale);
    }

    /// <summary>Languages of these devices: their own, else their person's. Nothing is read for a send without a template.</summary>
    public async ValueTask<IReadOnlyList<string?>> LocalesAsync(long projectId, TemplateCall? call, IReadOnlyList<long> devices, CancellationToken cancel)
    {
        if (call is null || call.Locale is not null)
        {
            return [];
        }
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.Devices.Where(d => devices.Contains(d.Id))
            .Select(d => d.Locale ?? db.People.Where(p => p.ProjectId == projectId && p.UserId == d.UserId).Select(p => p.Locale).FirstOrDefault()).Distinct().ToListAsync(cancel);
    }

    /// <summary>The messages that this target needs: one where all its devices read one language.</summary>
    /// <param name="send">What was asked.</param>
    /// <param name="call">Its template; null when it has words of its own.</param>
    /// <param name="locales">Languages of its devices; null stands for every language, where the devices are not known yet.</param>
    /// <param name="now">When.</param>
    /// <exception cref="RefusedException">The template fills in to what can't be sent.</exception>
    public SendContent Make(PushSend send, TemplateCall? call, IEnumerable<string?>? locales, DateTimeOffset now)
    {
        if (call is null)
        {
            return new SendContent(MessageMaker.Make(send, now));
        }
        var needed = call.Locale is not null ? [call.Template.PickPush(call.Locale)]
            : locales is null ? call.Template.PushLocales.ToHashSet(StringComparer.Ordinal)
            : locales.Select(call.Template.PickPush).ToHashSet(StringComparer.Ordinal);
        // The default's own words may be missing where only other languages have a push: whoever has none of the chain gets the first of them.
        var there = needed.Where(call.Template.PushLocales.Contains).ToHashSet(StringComparer.Ordinal);
        var first = call.Template.PushLocales.Contains(call.Template.Body.DefaultLocale) ? call.Template.Body.DefaultLocale : call.Template.PushLocales.Order(StringComparer.Ordinal).First();
        if (there.Count != needed.Count || there.Count != 1)
        {
            there.Add(first);
        }
        var faults = new FaultList();
        var messages = there.OrderByDescending(l => l == first).ThenBy(l => l, StringComparer.Ordinal).ToDictionary(l => l, l => Fill(send, call, l, now, faults), StringComparer.Ordinal);
        faults.ThrowIfAny();
        return new SendContent(messages.First().Value, messages.Count == 1 ? null : messages, RowId.Format(RowId.Template, call.TemplateId));
    }

    private PushMessage Fill(PushSend send, TemplateCall call, string locale, DateTimeOffset now, FaultList faults)
    {
        try
        {
            var words = call.Template.RenderPush(locale, call.Values, time);
            if (string.IsNullOrWhiteSpace(words.Title) && string.IsNullOrWhiteSpace(words.Body) && send.Options?.Silent != true)
            {
                faults.Add("/template/variables", "no_words", $"With these values the template says nothing in {locale}.");
            }
            if (!string.IsNullOrEmpty(words.ImageUrl))
            {
                SendChecks.Image(words.ImageUrl, "/template/variables", faults);
            }
            return MessageMaker.Make(send, now, words);
        }
        catch (TemplateException fault)
        {
            faults.Add("/template/variables", fault.Code, $"{locale}: {fault.Message}");
            return new PushMessage();
        }
    }
}

/// <summary>A template with the values of a send.</summary>
/// <param name="TemplateId">Its row.</param>
/// <param name="Template">The version.</param>
/// <param name="Values">What was given.</param>
/// <param name="Locale">One language for all; null for each device's own.</param>
internal sealed record TemplateCall(long TemplateId, CompiledTemplate Template, IReadOnlyDictionary<string, TemplateValue> Values, string? Locale);

/// <summary>The messages of a send.</summary>
/// <param name="Message">For whoever has no language of the others.</param>
/// <param name="ByLocale">All by language, that one first; null when there is only one.</param>
/// <param name="TemplateTag">The template that said it; null without one.</param>
internal sealed record SendContent(PushMessage Message, IReadOnlyDictionary<string, PushMessage>? ByLocale = null, string? TemplateTag = null)
{
    /// <summary>Every message.</summary>
    public IEnumerable<PushMessage> All => ByLocale?.Values ?? [Message];
}
