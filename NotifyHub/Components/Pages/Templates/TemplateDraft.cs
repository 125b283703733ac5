using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyHub.Templates;
using NotifyHub.Templates.Content;
using NotifyHub.Templates.Variables;

namespace NotifyHub.Components.Pages.Templates;

/// <summary>A template under the writer's hands: every field as text, whatever it holds.</summary>
public sealed class TemplateDraft
{
    public string Key { get; set; } = "";
    public string Name { get; set; } = "";
    public string Description { get; set; } = "";
    public string DefaultLocale { get; set; } = "en";
    public string Note { get; set; } = "";
    public List<VariableDraft> Variables { get; } = [];
    public List<LocaleDraft> Locales { get; } = [];

    /// <summary>An empty one that shows how it is done.</summary>
    public static TemplateDraft Fresh()
    {
        var draft = new TemplateDraft();
        draft.Variables.Add(new VariableDraft { Name = "name", Type = "text", Example = "Ann" });
        draft.Locales.Add(new LocaleDraft { Locale = "en", Title = "Hello {{name | default:\"there\"}}", Body = "" });
        return draft;
    }

    /// <summary>What is stored.</summary>
    public static TemplateDraft From(StoredTemplate stored)
    {
        var draft = new TemplateDraft
        {
            Key = stored.Template.Key, Name = stored.Template.Name, Description = stored.Template.Description ?? "", DefaultLocale = stored.Body.DefaultLocale,
        };
        draft.Variables.AddRange(stored.Body.Variables.Select(VariableDraft.From));
        draft.Locales.AddRange(stored.Body.Locales.OrderByDescending(l => l.Locale == stored.Body.DefaultLocale).Select(LocaleDraft.From));
        return draft;
    }

    /// <summary>As a version; what can't be read goes to the faults.</summary>
    public TemplateBody Body(FaultList faults) => new()
    {
        DefaultLocale = DefaultLocale, Variables = [.. Variables.Select((v, i) => v.Read($"/variables/{i}", faults))], Locales = [.. Locales.Select(l => l.Read())],
    };
}

/// <summary>A variable under the writer's hands.</summary>
public sealed class VariableDraft
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault };

    public string Name { get; set; } = "";
    public string Type { get; set; } = "text";
    public bool Required { get; set; }
    /// <summary>Of a text, time or url as it is; of other types as JSON.</summary>
    public string Default { get; set; } = "";
    /// <summary>As <see cref="Default"/>.</summary>
    public string Example { get; set; } = "";
    public string Description { get; set; } = "";
    /// <summary>Type of a list's items.</summary>
    public string Items { get; set; } = "text";
    /// <summary>Members of an object as JSON.</summary>
    public string Fields { get; set; } = "";

    public static VariableDraft From(TemplateVariable variable) => new()
    {
        Name = variable.Name, Type = variable.Type, Required = variable.Required, Default = Words(variable.Type, variable.Default), Example = Words(variable.Type, variable.Example),
        Description = variable.Description ?? "", Items = variable.Items ?? (variable.Fields is null ? "text" : "object"),
        Fields = variable.Fields is { Count: > 0 } fields ? JsonSerializer.Serialize(fields, Readable) : "",
    };

    public TemplateVariable Read(string pointer, FaultList faults) => new()
    {
        Name = Name.Trim(), Type = Type, Required = Required, Default = Value(Default, $"{pointer}/default", faults), Example = Value(Example, $"{pointer}/example", faults),
        Description = string.IsNullOrWhiteSpace(Description) ? null : Description.Trim(),
        Items = Type == "list" ? Items : null, Fields = HasFields ? Members($"{pointer}/fields", faults) : null,
    };

    /// <summary>Whether it is an object, or a list of them.</summary>
    public bool HasFields => Type == "object" || (Type == "list" && Items == "object");

    private JsonNode? Value(string text, string pointer, FaultList faults)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        if (Type is "text" or "time" or "url")
        {
            return JsonValue.Create(text);
        }
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            faults.Add(pointer, "wrong_type", $"{Name} is of type {Type}: write {(Type == "boolean" ? "true or false" : Type is "number" or "integer" ? "a number" : "JSON")}.");
            return null;
        }
    }

    private List<TemplateVariable>? Members(string pointer, FaultList faults)
    {
        try
        {
            return string.IsNullOrWhiteSpace(Fields) ? null : JsonSerializer.Deserialize<List<TemplateVariable>>(Fields, Readable);
        }
        catch (JsonException)
        {
            faults.Add(pointer, "wrong_type", "Members are JSON, as in [{\"name\": \"title\", \"type\": \"text\"}].");
            return null;
        }
    }

    private static string Words(string type, JsonNode? value) => value is null ? "" : type is "text" or "time" or "url" && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}

/// <summary>One language under the writer's hands. A channel of which nothing is written is left out.</summary>
public sealed class LocaleDraft
{
    public string Locale { get; set; } = "";
    public string Title { get; set; } = "";
    public string Subtitle { get; set; } = "";
    public string Body { get; set; } = "";
    public string ImageUrl { get; set; } = "";
    public List<ActionDraft> Actions { get; } = [];
    public string Subject { get; set; } = "";
    public string Text { get; set; } = "";
    public string Html { get; set; } = "";
    public string InboxTitle { get; set; } = "";
    public string InboxBody { get; set; } = "";
    public string InboxImageUrl { get; set; } = "";
    public string InboxLink { get; set; } = "";

    public static LocaleDraft From(TemplateContent content)
    {
        var draft = new LocaleDraft
        {
            Locale = content.Locale, Title = content.Push?.Title ?? "", Subtitle = content.Push?.Subtitle ?? "", Body = content.Push?.Body ?? "", ImageUrl = content.Push?.ImageUrl ?? "",
            Subject = content.Email?.Subject ?? "", Text = content.Email?.Text ?? "", Html = content.Email?.Html ?? "",
            InboxTitle = content.Inbox?.Title ?? "", InboxBody = content.Inbox?.Body ?? "", InboxImageUrl = content.Inbox?.ImageUrl ?? "", InboxLink = content.Inbox?.Link ?? "",
        };
        draft.Actions.AddRange((content.Push?.Actions ?? []).Select(a => new ActionDraft { Id = a.Id, Title = a.Title, IsTextInput = a.IsTextInput, IsDestructive = a.IsDestructive }));
        return draft;
    }

    public TemplateContent Read() => new()
    {
        Locale = Locale,
        Push = Any(Title, Subtitle, Body, ImageUrl) || Actions.Count > 0
            ? new TemplatePush
            {
                Title = Said(Title), Subtitle = Said(Subtitle), Body = Said(Body), ImageUrl = Said(ImageUrl),
                Actions = Actions.Count == 0 ? null : [.. Actions.Select(a => new TemplateAction { Id = a.Id.Trim(), Title = a.Title, IsTextInput = a.IsTextInput, IsDestructive = a.IsDestructive })],
            } : null,
        Email = Any(Subject, Text, Html) ? new TemplateEmail { Subject = Subject, Text = Said(Text), Html = Said(Html) } : null,
        Inbox = Any(InboxTitle, InboxBody, InboxImageUrl, InboxLink) ? new TemplateInbox { Title = InboxTitle, Body = Said(InboxBody), ImageUrl = Said(InboxImageUrl), Link = Said(InboxLink) } : null,
    };

    private static bool Any(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                return true;
            }
        }
        return false;
    }

    private static string? Said(string text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>A button under the writer's hands.</summary>
public sealed class ActionDraft
{
    public string Id { get; set; } = "";
    public string Title { get; set; } = "";
    public bool IsTextInput { get; set; }
    public bool IsDestructive { get; set; }
}
