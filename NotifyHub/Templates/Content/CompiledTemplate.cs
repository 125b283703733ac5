using NotifyHub.Templates.Language;
using NotifyHub.Templates.Variables;

namespace NotifyHub.Templates.Content;

/// <summary>A version whose every source was read and held against its variables. Never changes, may be used by many at once.</summary>
public sealed class CompiledTemplate
{
    private readonly Dictionary<string, CompiledContent> _contents;

    private CompiledTemplate(TemplateBody body, Dictionary<string, CompiledContent> contents)
    {
        (Body, _contents) = (body, contents);
        PushLocales = LocalesOf(c => c.Push is not null);
        EmailLocales = LocalesOf(c => c.Email is not null);
        InboxLocales = LocalesOf(c => c.Inbox is not null);
    }

    /// <summary>As it was written.</summary>
    public TemplateBody Body { get; }

    /// <summary>Languages with words for a push.</summary>
    public IReadOnlySet<string> PushLocales { get; }

    /// <summary>Languages with a mail.</summary>
    public IReadOnlySet<string> EmailLocales { get; }

    /// <summary>Languages with an inbox entry.</summary>
    public IReadOnlySet<string> InboxLocales { get; }

    /// <summary>Reads all sources.</summary>
    /// <returns>Null when there are faults.</returns>
    public static CompiledTemplate? Compile(TemplateBody body, string pointer, FaultList faults)
    {
        var own = new FaultList();
        BodyChecks.Check(body, pointer, own);
        var shapes = own.IsEmpty ? VariableTypes.ShapesOf(body.Variables) : null;
        var contents = new Dictionary<string, CompiledContent>(StringComparer.Ordinal);
        for (var i = 0; i < body.Locales.Count && shapes is not null; i++)
        {
            contents[body.Locales[i].Locale] = CompiledContent.Compile(body.Locales[i], shapes, $"{pointer}/locales/{i}", own);
        }
        faults.AddRange(own);
        return own.IsEmpty ? new CompiledTemplate(body, contents) : null;
    }

    /// <summary>Variables that any source names.</summary>
    public IReadOnlySet<string> UsedVariables() => _contents.Values.SelectMany(c => c.Sources).SelectMany(s => s.Names()).ToHashSet(StringComparer.Ordinal);

    /// <summary>The language that a channel has for someone of this one.</summary>
    public string PickPush(string? locale) => LocaleChain.Pick(locale, PushLocales, Body.DefaultLocale);

    /// <summary>Fills in what every channel says to someone of this language; a channel that the chain has no words for is left out.</summary>
    /// <exception cref="TemplateException">It costs more than it may.</exception>
    public RenderedContent Render(string? locale, IReadOnlyDictionary<string, TemplateValue> values, TimeProvider time)
    {
        var (push, email, inbox) = (Find(locale, PushLocales), Find(locale, EmailLocales), Find(locale, InboxLocales));
        var run = new RunSet(values, time);
        return new RenderedContent
        {
            Locale = LocaleChain.Pick(locale, LocalesOf(_ => true), Body.DefaultLocale),
            Push = push?.Push?.Render(run.In(push.Locale)), PushLocale = push?.Locale,
            Email = email?.Email?.Render(run.In(email.Locale)), EmailLocale = email?.Locale,
            Inbox = inbox?.Inbox?.Render(run.In(inbox.Locale)), InboxLocale = inbox?.Locale,
        };
    }

    /// <summary>Fills in the push of exactly this language.</summary>
    /// <exception cref="TemplateException">It costs more than it may.</exception>
    public RenderedPush RenderPush(string locale, IReadOnlyDictionary<string, TemplateValue> values, TimeProvider time) =>
        _contents[locale].Push!.Render(new RunSet(values, time).In(locale));

    /// <summary>Fills in the mail for someone of this language; null when the chain has none.</summary>
    /// <exception cref="TemplateException">It costs more than it may.</exception>
    public RenderedEmail? RenderEmail(string? locale, IReadOnlyDictionary<string, TemplateValue> values, TimeProvider time) =>
        Find(locale, EmailLocales) is { Email: { } email } found ? email.Render(new RunSet(values, time).In(found.Locale)) : null;

    /// <summary>Fills in the inbox's entry for someone of this language; null when the chain has none.</summary>
    /// <exception cref="TemplateException">It costs more than it may.</exception>
    public RenderedInbox? RenderInbox(string? locale, IReadOnlyDictionary<string, TemplateValue> values, TimeProvider time) =>
        Find(locale, InboxLocales) is { Inbox: { } inbox } found ? inbox.Render(new RunSet(values, time).In(found.Locale)) : null;

    private CompiledContent? Find(string? locale, IReadOnlySet<string> there) => _contents.GetValueOrDefault(LocaleChain.Pick(locale, there, Body.DefaultLocale)) is { } found && there.Contains(found.Locale) ? found : null;

    private HashSet<string> LocalesOf(Func<CompiledContent, bool> has) => _contents.Where(c => has(c.Value)).Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
}
