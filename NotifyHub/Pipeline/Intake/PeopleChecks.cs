using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Types;

namespace NotifyHub.Pipeline.Intake;

/// <summary>A notification to people in the words of a push, and what must hold of it.</summary>
internal static class PeopleChecks
{
    private const int LinkMax = 2048, DigestKeyMax = 64;

    private static readonly string[] Channels = [.. ChannelNames.All.Select(channel => channel.Wire())];

    // Where the fields of a push stand in a notification.
    private static readonly (string Push, string Here)[] Places =
    [
        ("/title", "/content/title"), ("/subtitle", "/content/subtitle"), ("/body", "/content/body"), ("/data", "/content/data"), ("/options/richMedia/imageUrl", "/content/imageUrl"),
        ("/options/priority", "/priority"), ("/options/ttl", "/ttl"), ("/preferenceCategory", "/category"),
    ];

    /// <summary>As the push that its devices get; the same limits hold of both.</summary>
    public static PushSend AsPush(PeopleSend send, TypeDefinition? type) => new()
    {
        To = send.To,
        Title = send.Content?.Title,
        Subtitle = send.Content?.Subtitle,
        Body = send.Content?.Body,
        Template = send.Template,
        Data = DataOf(send.Content),
        Options = new PushSendOptions
        {
            Priority = send.Priority ?? (type?.IsCritical == true ? "critical" : null), Ttl = send.Ttl, Category = send.IsSummary ? null : type?.ActionCategory, ThreadIdentifier = send.IsSummary ? send.Type : send.DigestKey ?? send.Type,
            RichMedia = send.Content?.ImageUrl is { } image ? new PushRichMedia { ImageUrl = image } : null,
        },
        Route = send.Route ?? (send.Content?.Link is ['/', ..] path ? new PushRoute { Kind = "openPath", Path = path } : null),
        SendAt = send.SendAt,
        // Nobody opts out of what is critical.
        PreferenceCategory = type?.IsCritical == true ? null : send.Category ?? type?.Category,
        CorrelationId = send.CorrelationId,
    };

    /// <summary>What needs nothing but the call and its type.</summary>
    /// <returns>The channels that it is narrowed to; null for all.</returns>
    public static IReadOnlySet<ChannelKind>? Check(PeopleSend send, PushSend push, TypeDefinition? type, DateTimeOffset now, FaultList faults)
    {
        var own = new FaultList();
        SendChecks.Check(push, now, own);
        foreach (var fault in own.All)
        {
            faults.Add(PlaceOf(fault.Pointer), fault.Code, fault.Message);
        }
        faults.Length("/digestKey", send.DigestKey, DigestKeyMax);
        Link(send.Content?.Link, "/content/link", faults);
        if (type is { IsDispatched: false })
        {
            faults.Add("/type", "not_allowed", $"{type.Key} goes straight by mail and can't be sent here.");
        }
        return Narrowed(send.Channels, type, faults);
    }

    /// <summary>The same place in this call's body.</summary>
    public static string PlaceOf(string pointer)
    {
        foreach (var (push, here) in Places)
        {
            if (pointer == push || pointer.StartsWith(push + "/", StringComparison.Ordinal))
            {
                return here + pointer[push.Length..];
            }
        }
        return pointer;
    }

    /// <summary>Where an item may lead.</summary>
    internal static void Link(string? link, string pointer, FaultList faults)
    {
        var isPlain = link is null || (link.Length is > 0 and <= LinkMax && !link.Any(char.IsControl)
            && (link[0] == '/' ? !link.StartsWith("//", StringComparison.Ordinal) && !link.Contains('\\', StringComparison.Ordinal)
                : Uri.TryCreate(link, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0 && url.Host.Length > 0));
        if (!isPlain)
        {
            faults.Add(pointer, "bad_format", $"link must be a path that begins with one slash, or an https address without user name or password, of at most {LinkMax} characters.");
        }
    }

    private static HashSet<ChannelKind>? Narrowed(IReadOnlyList<string>? channels, TypeDefinition? type, FaultList faults)
    {
        if (channels is null)
        {
            return null;
        }
        if (channels.Count == 0)
        {
            faults.Add("/channels", "too_short", "Name at least one channel, or leave channels out.");
        }
        var only = new HashSet<ChannelKind>();
        for (var i = 0; i < channels.Count; i++)
        {
            if (!ChannelNames.TryParse(channels[i], out var channel))
            {
                faults.Add($"/channels/{i}", "not_allowed", $"A channel is one of {string.Join(", ", Channels)}.");
            }
            else if (type is not null && !type.Channels.ContainsKey(channel))
            {
                faults.Add($"/channels/{i}", "not_allowed", $"{type.Key} goes over {string.Join(", ", type.Channels.Keys.Order().Select(c => c.Wire()))}.");
            }
            only.Add(channel);
        }
        return only;
    }

    // Apps and mails find an address of the web where they find their own keys.
    private static JsonObject? DataOf(PeopleContent? content)
    {
        if (content?.Link is null or ['/', ..] || content.Data?.ContainsKey("url") == true)
        {
            return content?.Data;
        }
        var data = content.Data?.DeepClone().AsObject() ?? [];
        data["url"] = content.Link;
        return data;
    }
}
