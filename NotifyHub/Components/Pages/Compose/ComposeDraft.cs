using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NotifyHub.Components.Shared;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Components.Pages.Compose;

/// <summary>How the audience is named.</summary>
public enum ComposeAudience
{
    /// <summary>Subscribers of a topic.</summary>
    Topic,
    /// <summary>Who fits a segment now.</summary>
    Segment,
    /// <summary>One user of the app.</summary>
    Person,
    /// <summary>Many, from a list or a file.</summary>
    People,
    /// <summary>One device.</summary>
    Device,
    /// <summary>All devices of the project.</summary>
    Everyone,
}

/// <summary>When it goes out.</summary>
public enum ComposeWhen
{
    /// <summary>At once, after the moment in which it can be taken back.</summary>
    Now,
    /// <summary>At a time of the writer's zone.</summary>
    At,
    /// <summary>When each recipient's own clock shows a time.</summary>
    Local,
}

/// <summary>A send while it is written, as typed. What is typed may be wrong for a while; the browser keeps it, so that nothing is lost with the page.</summary>
public sealed record ComposeDraft
{
    public ComposeAudience Audience { get; set; }
    public string Topic { get; set; } = "";
    /// <summary>Wire id, <c>seg_...</c>.</summary>
    public string Segment { get; set; } = "";
    public string Person { get; set; } = "";
    /// <summary>Ids of users, one a line.</summary>
    public string People { get; set; } = "";
    /// <summary>Wire id, <c>dev_...</c>.</summary>
    public string Device { get; set; } = "";
    public string Title { get; set; } = "";
    public string Body { get; set; } = "";
    public string Image { get; set; } = "";
    /// <summary>A path of the app that a tap opens.</summary>
    public string Path { get; set; } = "";
    /// <summary>Key of a template in place of the words; empty for none.</summary>
    public string Template { get; set; } = "";
    /// <summary>Values of the template's variables, as JSON.</summary>
    public string Variables { get; set; } = "{}";
    public string Category { get; set; } = "";
    public string Priority { get; set; } = "";
    /// <summary>Seconds; empty for no limit.</summary>
    public string Ttl { get; set; } = "";
    public string CollapseKey { get; set; } = "";
    public string Campaign { get; set; } = "";
    public ComposeWhen When { get; set; }
    public DateTime? At { get; set; }

    /// <summary>Whether nothing is written yet.</summary>
    [JsonIgnore]
    public bool IsBlank => this == new ComposeDraft();

    /// <summary>No word of it is written yet.</summary>
    [JsonIgnore]
    public bool SaysNothing => Title.Trim().Length + Body.Trim().Length + Template.Length == 0;

    /// <summary>Whom it is for, as <c>to</c> of a send; null while that is not said.</summary>
    public JsonNode? To() => Audience switch
    {
        ComposeAudience.Topic => Named("topic", Topic),
        ComposeAudience.Segment => Named("segment", Segment),
        ComposeAudience.Person => Named("user", Person),
        ComposeAudience.People => PeopleList.Read(People).Ids is { Count: > 0 } ids ? new JsonObject { ["users"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]) } : null,
        ComposeAudience.Device => Device.Trim().Length > 0 ? JsonValue.Create(Device.Trim()) : null,
        _ => new JsonObject { ["everyone"] = true },
    };

    /// <summary>The send that is asked for. What can't be said of a text that is no number or no JSON goes to the faults.</summary>
    /// <param name="zone">In which the time is read.</param>
    /// <param name="faults">For what is wrong.</param>
    public PushSend ToSend(ViewerZone zone, FaultList faults)
    {
        int? ttl = null;
        if (Ttl.Trim().Length > 0)
        {
            ttl = int.TryParse(Ttl.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
            if (ttl is null)
            {
                faults.Add("/options/ttl", "bad_format", "The time to live is a whole number of seconds.");
            }
        }
        if (When != ComposeWhen.Now && At is null)
        {
            faults.Add("/sendAt", "required", "Say when it goes out.");
        }
        return new PushSend
        {
            To = JsonSerializer.SerializeToElement(To()), Title = Template.Length > 0 ? null : Said(Title), Body = Template.Length > 0 ? null : Said(Body),
            Template = Template.Length > 0 ? new PushSendTemplate { Id = Template, Variables = Values(faults) } : null,
            Route = Said(Path) is { } path ? new PushRoute { Kind = "openPath", Path = path } : null,
            PreferenceCategory = Said(Category), CampaignId = Said(Campaign),
            SendAt = When == ComposeWhen.At && At is { } at ? zone.Moment(at) : null,
            SendAtLocal = When == ComposeWhen.Local ? At?.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture) : null,
            Options = new PushSendOptions { Priority = Said(Priority), Ttl = ttl, CollapseKey = Said(CollapseKey), RichMedia = Said(Image) is { } image ? new PushRichMedia { ImageUrl = image } : null },
        };
    }

    private JsonObject? Values(FaultList faults)
    {
        try
        {
            return JsonNode.Parse(Variables.Trim().Length == 0 ? "{}" : Variables) as JsonObject;
        }
        catch (JsonException)
        {
            faults.Add("/template/variables", "bad_format", "This is no JSON object, such as {\"name\": \"Ada\"}.");
            return null;
        }
    }

    private static JsonObject? Named(string form, string name) => Said(name) is { } said ? new JsonObject { [form] = said } : null;

    private static string? Said(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
