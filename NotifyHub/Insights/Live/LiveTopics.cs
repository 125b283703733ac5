namespace NotifyHub.Insights.Live;

/// <summary>What a page follows.</summary>
[Flags]
public enum LiveTopics
{
    None = 0,

    /// <summary>Deliveries and what devices say about them.</summary>
    Sends = 1,
    Devices = 2,
    Credentials = 4,
    Keys = 8,
    Jobs = 16,
    Alerts = 32,
    Nodes = 64,
    Health = 128,
    Schedules = 256,

    /// <summary>What happened in apps.</summary>
    Events = 512,
    Webhooks = 1024,
    /// <summary>High up: numbers between are others'.</summary>
    Templates = 1 << 20,

    /// <summary>People and their consent.</summary>
    People = 2048,
    Topics = 4096,
    Segments = 1 << 21,
    Types = 1 << 22,
    /// <summary>Members and invitations.</summary>
    Team = 1 << 23,
    /// <summary>Mails that are kept, and addresses that get none.</summary>
    Mail = 1 << 27,
    /// <summary>Inbox items of whomever.</summary>
    Inbox = 1 << 28,
    /// <summary>Tasks of which people are reminded.</summary>
    Reminders = 1 << 29,
    /// <summary>Campaigns and how they stand.</summary>
    Campaigns = 1 << 24,
    /// <summary>The project's settings and policy.</summary>
    Settings = 1 << 25,
}
