using NotifyHub.Templates.Language;

namespace NotifyHub.Templates.Content;

/// <summary>One language of a version, its sources read.</summary>
internal sealed record CompiledContent(string Locale, CompiledPush? Push, CompiledEmail? Email, CompiledInbox? Inbox)
{
    /// <summary>Every source of the language.</summary>
    public IEnumerable<ParsedTemplate> Sources => new[]
    {
        Push?.Title, Push?.Subtitle, Push?.Body, Push?.ImageUrl, Email?.Subject, Email?.Text, Email?.Html, Inbox?.Title, Inbox?.Body, Inbox?.ImageUrl, Inbox?.Link,
    }.Concat(Push?.Actions.Select(a => a.Title) ?? []).OfType<ParsedTemplate>();

    public static CompiledContent Compile(TemplateContent content, IReadOnlyDictionary<string, ValueShape> shapes, string pointer, FaultList faults)
    {
        var reader = new SourceReader(shapes, faults);
        return new CompiledContent(
            content.Locale,
            content.Push is { } push ? new CompiledPush(
                reader.Read(push.Title, OutputKind.Line, $"{pointer}/push/title"), reader.Read(push.Subtitle, OutputKind.Line, $"{pointer}/push/subtitle"),
                reader.Read(push.Body, OutputKind.Text, $"{pointer}/push/body"), reader.Read(push.ImageUrl, OutputKind.Url, $"{pointer}/push/imageUrl"),
                [.. (push.Actions ?? []).Select((a, i) => new CompiledAction(a, reader.Read(a.Title, OutputKind.Line, $"{pointer}/push/actions/{i}/title")))]) : null,
            content.Email is { } email ? new CompiledEmail(
                reader.Read(email.Subject, OutputKind.Line, $"{pointer}/email/subject"), reader.Read(email.Text, OutputKind.Text, $"{pointer}/email/text"),
                reader.Read(email.Html, OutputKind.Html, $"{pointer}/email/html")) : null,
            content.Inbox is { } inbox ? new CompiledInbox(
                reader.Read(inbox.Title, OutputKind.Line, $"{pointer}/inbox/title"), reader.Read(inbox.Body, OutputKind.Text, $"{pointer}/inbox/body"),
                reader.Read(inbox.ImageUrl, OutputKind.Url, $"{pointer}/inbox/imageUrl"), reader.Read(inbox.Link, OutputKind.Url, $"{pointer}/inbox/link")) : null);
    }

    /// <summary>Reads sources one after the other and keeps every fault.</summary>
    private sealed class SourceReader(IReadOnlyDictionary<string, ValueShape> shapes, FaultList faults)
    {
        public ParsedTemplate? Read(string? source, OutputKind kind, string pointer)
        {
            if (source is null)
            {
                return null;
            }
            try
            {
                var parsed = ParsedTemplate.Parse(source, kind);
                parsed.Check(shapes);
                return parsed;
            }
            catch (TemplateException fault)
            {
                faults.Add(pointer, fault.Code, fault.Message);
                return null;
            }
        }
    }
}

internal sealed record CompiledAction(TemplateAction Written, ParsedTemplate? Title);

internal sealed record CompiledPush(ParsedTemplate? Title, ParsedTemplate? Subtitle, ParsedTemplate? Body, ParsedTemplate? ImageUrl, IReadOnlyList<CompiledAction> Actions)
{
    public RenderedPush Render(RenderRun run) => new(
        Title?.Render(run), Subtitle?.Render(run), Body?.Render(run), ImageUrl?.Render(run),
        [.. Actions.Select(a => new PushAction(a.Written.Id, a.Title!.Render(run), a.Written.IsTextInput, a.Written.IsDestructive))]);
}

internal sealed record CompiledEmail(ParsedTemplate? Subject, ParsedTemplate? Text, ParsedTemplate? Html)
{
    public RenderedEmail Render(RenderRun run) => new(Subject!.Render(run), Text?.Render(run), Html?.Render(run));
}

internal sealed record CompiledInbox(ParsedTemplate? Title, ParsedTemplate? Body, ParsedTemplate? ImageUrl, ParsedTemplate? Link)
{
    public RenderedInbox Render(RenderRun run) => new(Title!.Render(run), Body?.Render(run), ImageUrl?.Render(run), Link?.Render(run));
}
