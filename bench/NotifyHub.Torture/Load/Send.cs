using System.Text.Json.Nodes;

namespace NotifyHub.Torture.Load;

/// <summary>How a send of the generator came out.</summary>
public enum SendEnd
{
    /// <summary>Not answered, and not asked again: it may be stored or not.</summary>
    Unknown,
    /// <summary>202.</summary>
    Accepted,
    /// <summary>4xx, as was meant.</summary>
    Refused,
    /// <summary>Another answer than a caller was promised.</summary>
    Wrong,
}

/// <summary>One send of the generator.</summary>
/// <param name="Name">Its correlation id; unique in the run.</param>
/// <param name="Key">Idempotency key; null when it is asked only once.</param>
/// <param name="Devices">To whom.</param>
/// <param name="Body">The request.</param>
/// <param name="IsValid">False: the hub must refuse it.</param>
public sealed record Send(string Name, string? Key, IReadOnlyList<string> Devices, string Body, bool IsValid)
{
    /// <summary>How it ended.</summary>
    public SendEnd End { get; set; }

    /// <summary>Notification of the 202.</summary>
    public string? Notification { get; set; }

    /// <summary>Deliveries of the 202.</summary>
    public IReadOnlyList<string> Deliveries { get; set; } = [];

    /// <summary>What was wrong with an answer.</summary>
    public string? Complaint { get; set; }

    /// <summary>Takes a 202.</summary>
    public void Accept(JsonObject answer)
    {
        var notification = answer["notificationId"]!.GetValue<string>();
        if (Notification is not null && Notification != notification)
        {
            (End, Complaint) = (SendEnd.Wrong, $"one key, two notifications: {Notification} and {notification}");
            return;
        }
        (End, Notification) = (SendEnd.Accepted, notification);
        Deliveries = [.. answer["tickets"]!.AsArray().Select(t => t!["id"]!.GetValue<string>())];
    }
}
