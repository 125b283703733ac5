using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using NotifyHub.Data.Rows;

namespace NotifyHub.Alerts;

/// <summary>An alert as a mail and as a webhook's body.</summary>
internal static class AlertMessages
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>Event types of the webhook.</summary>
    public const string Opened = "alert.opened", Ended = "alert.resolved", Test = "alert.test";

    /// <summary>Subject of the mail; one line whatever it is about.</summary>
    public static string MailSubject(Alert alert, bool ended, string project) =>
        OneLine($"[NotifyHub{(project.Length > 0 ? " " + project : "")}] {(ended ? "Over: " : "")}{AlertWords.Title(alert.Kind, alert.Subject)}");

    /// <summary>Text of the mail.</summary>
    public static string MailText(Alert alert, bool ended, string project) => string.Join("\r\n", new[]
    {
        ended ? $"It is over since {At(alert.ResolvedAt!.Value)}." : alert.Detail,
        "",
        project.Length > 0 ? $"Project: {OneLine(project)}" : "Concerns the whole installation.",
        $"Began: {At(alert.OpenedAt)}",
        $"Last seen: {At(alert.LastSeenAt)}",
        ended ? $"What it was: {alert.Detail}" : $"In the dashboard: {AlertWords.Path(alert.Kind)}",
    });

    /// <summary>Body of the webhook.</summary>
    public static string Body(Alert alert, bool ended) => JsonSerializer.Serialize(new
    {
        type = ended ? Ended : Opened,
        timestamp = (ended ? alert.ResolvedAt : alert.OpenedAt)!.Value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        data = new
        {
            id = RowId.Format(RowId.Alert, alert.Id), kind = JsonNamingPolicy.CamelCase.ConvertName(alert.Kind.ToString()), subject = alert.Subject, title = AlertWords.Title(alert.Kind, alert.Subject),
            detail = alert.Detail, path = AlertWords.Path(alert.Kind), openedAt = alert.OpenedAt.UtcDateTime, lastSeenAt = alert.LastSeenAt.UtcDateTime, resolvedAt = alert.ResolvedAt?.UtcDateTime,
        },
    }, Readable);

    /// <summary>Control characters become spaces: a header ends where its line ends.</summary>
    public static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private static string At(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}
