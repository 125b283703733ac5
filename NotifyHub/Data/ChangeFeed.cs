namespace NotifyHub.Data;

/// <summary>Tables whose changes pages follow.</summary>
[Flags]
public enum HubTables { None = 0, Deliveries = 1, Devices = 2, Credentials = 4, Interactions = 8, Keys = 16, Jobs = 32, Alerts = 64, Nodes = 128, Health = 256,
    /// <summary>No table: there may be deliveries to send.</summary>
    Work = 512,
    /// <summary>A project's settings: how it delivers, which web sites may call.</summary>
    Settings = 1024,
    /// <summary>People and what is kept of them.</summary>
    People = 2048,
    /// <summary>Topics and their subscriptions.</summary>
    Topics = 4096,
    /// <summary>Opt-outs.</summary>
    Preferences = 8192,
    /// <summary>What repeats.</summary>
    Schedules = 16384,
    /// <summary>App events and what they are tied to.</summary>
    Events = 32768,
    /// <summary>What webhooks are told, and how it was taken.</summary>
    Webhooks = 65536,
    /// <summary>Webhooks that were made, changed or stopped.</summary>
    WebhookEndpoints = 131072,
    /// <summary>Templates and their versions. High up: numbers between are others'.</summary>
    Templates = 1 << 20,
    /// <summary>Members of a project and invitations to it.</summary>
    Members = 1 << 22,
    /// <summary>Sends that are being expanded.</summary>
    Fanouts = 1 << 24,
    /// <summary>Segments.</summary>
    Segments = 1 << 25,
    /// <summary>Types of notifications.</summary>
    Types = 1 << 26,
    /// <summary>Mails that wait to be looked at, and addresses that get none.</summary>
    Mail = 1 << 27,
    /// <summary>Inbox items.</summary>
    Inbox = 1 << 28,
    /// <summary>Reminders and digests.</summary>
    Reminders = 1 << 29,
    /// <summary>Campaigns and their variants.</summary>
    Campaigns = 1 << 21 }

/// <summary>What a committed group of writes touched.</summary>
/// <param name="ProjectId">The project, 0 when several or none.</param>
/// <param name="Tables">Tables with new, changed or removed rows.</param>
public readonly record struct HubChange(long ProjectId, HubTables Tables);

/// <summary>Raised after a commit, on the committer's thread: listeners must return at once. No stage knows who listens, and a listener that fails takes nobody with it: on that thread everybody's writes wait.</summary>
public sealed partial class ChangeFeed(ILogger<ChangeFeed>? log = null)
{
    /// <summary>A commit changed rows.</summary>
    public event Action<HubChange>? Changed;

    /// <summary>A commit of this node changed rows: for those who tell other nodes.</summary>
    public event Action<HubChange>? ChangedHere;

    /// <summary>Tells the listeners.</summary>
    public void Raise(HubChange change)
    {
        Tell(Changed, change);
        Tell(ChangedHere, change);
    }

    /// <summary>Tells the listeners what another node did.</summary>
    public void RaiseHeard(HubChange change) => Tell(Changed, change);

    private void Tell(Action<HubChange>? listeners, HubChange change)
    {
        foreach (var listener in Delegate.EnumerateInvocationList(listeners))
        {
            try
            {
                listener(change);
            }
            catch (Exception error)
            {
                if (log is not null)
                {
                    Failed(log, change.ProjectId, change.Tables, error);
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A listener failed at a change of {Tables} of project {ProjectId}.")]
    private static partial void Failed(ILogger log, long projectId, HubTables tables, Exception error);
}
