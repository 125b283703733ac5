using NotifyHub.Data.Rows;

namespace NotifyHub.Alerts;

/// <summary>Kinds of alerts in words. Total over the enum; a test holds that.</summary>
public static class AlertWords
{
    /// <summary>What is wrong, in a few words.</summary>
    public static string Title(AlertKind kind, string subject) => kind switch
    {
        AlertKind.HealthLow => $"{Vendor(subject)}: too many dead tokens",
        AlertKind.Quarantined => $"{Vendor(subject)} is in quarantine",
        AlertKind.CredentialTrouble => $"{Vendor(subject)} refuses the credential",
        AlertKind.BreakerOpen => $"{Vendor(subject)}: dead tokens are not believed",
        AlertKind.BacklogAge => $"{Vendor(subject)}: sends are overdue",
        AlertKind.JobFailed => $"Job {subject} fails",
        AlertKind.NodeLost => $"Node {subject} is lost",
        AlertKind.StoreTrouble => "The store is in trouble",
        AlertKind.WebhookStopped => $"Webhook {subject} was switched off",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "An alert without words."),
    };

    /// <summary>The page where its cause can be seen.</summary>
    public static string Path(AlertKind kind) => kind switch
    {
        AlertKind.HealthLow or AlertKind.Quarantined or AlertKind.CredentialTrouble or AlertKind.BreakerOpen => "/providers",
        AlertKind.BacklogAge => "/sends?status=queued",
        AlertKind.WebhookStopped => "/webhooks",
        _ => "/jobs",
    };

    private static string Vendor(string subject) => ProviderNames.TryParse(subject, ProviderNames.Called, out var kind) ? kind.Label() : subject;
}
