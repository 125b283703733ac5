using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Intake;

/// <summary>The rows of one accepted send.</summary>
/// <param name="Origin">Who asked.</param>
/// <param name="Accepted">Ids and states.</param>
/// <param name="Send">What was asked.</param>
/// <param name="Content">What it says, in as many languages as its devices read.</param>
/// <param name="DueAt">Not before this.</param>
/// <param name="ExpiresAt">Not after this.</param>
/// <param name="TraceParent">What later steps join; null when it is not traced.</param>
internal sealed record SendRows(SendOrigin Origin, AcceptedSend Accepted, PushSend Send, SendContent Content, DateTimeOffset DueAt, DateTimeOffset? ExpiresAt, string? TraceParent)
{
    /// <summary>Of a send by each recipient's clock: not before these, one for each ticket; <see cref="DueAt"/> is the first of them.</summary>
    public DateTimeOffset[]? Dues { get; init; }

    /// <summary>Key of the type of a notification to people; null for a push.</summary>
    public string? Type { get; init; }

    /// <summary>What it is bundled by beside its type.</summary>
    public string? DigestKey { get; init; }

    /// <summary>What goes first when much waits.</summary>
    public DeliveryLane Lane { get; init; } = MessageMaker.Lane(Send.Options);

    private DateTimeOffset? LastEnd => Dues is { Length: > 0 } ? ExpiresAt + (Dues.Max() - DueAt) : ExpiresAt;

    internal const string NotificationSql = """
        insert into notifications (id, project_id, payload, localized, title, preview, target, campaign_id, template_id, audience_tag, category, correlation_id, trace_parent, recipients, created_at, send_at, send_at_local, send_at_zone, expires_at, api_key_id, type, digest_key)
        values (@id, @project, @payload, @localized, @title, @preview, @target, @campaign, @template, @audience, @category, @correlation, @trace, @recipients, @created, @send_at, @local, @zone, @expires, @key, @type, @digest)
        """;

    internal const string DeliverySql = """
        insert into deliveries (id, project_id, notification_id, device_id, provider, status, reason, lane, due_at, expires_at, attempts, crashes, maybe_duplicate, replays, receipt, created_at, updated_at, collapse_key, campaign_id, template_id, category)
        values (@id, @project, @notification, @device, @provider, @status, @reason, @lane, @due, @expires, 0, 0, 0, 0, 0, @created, @created, @collapse, @campaign, @template, @category)
        """;

    internal const string ContentSql = "insert into notification_contents (notification_id, locale, project_id, payload) values (@id, @locale, @project, @payload)";

    // Written here, not inside: the gate is one thread for everybody.
    private readonly string _payload = PushMessageJson.Write(Content.Message);
    private readonly (string Locale, string Payload)[] _payloads = Content.ByLocale is { } all ? [.. all.Select(m => (m.Key, PushMessageJson.Write(m.Value)))] : [];

    /// <summary>Writes them by prepared statements: one row of notifications, one of deliveries per ticket.</summary>
    public async ValueTask WriteAsync(WriteSession session)
    {
        await session.Prepare(NotificationSql).Bind(
            Accepted.NotificationId, Origin.ProjectId, _payload, Content.ByLocale is not null,
            PushMessage.Excerpt(Content.Message.Title ?? Content.Message.Localization?.TitleKey), PushMessage.Excerpt(Content.Message.Body ?? Content.Message.Localization?.BodyKey),
            MessageMaker.Target(Send.To), Send.CampaignId, Send.TemplateId, Send.AudienceTag, Send.PreferenceCategory, Send.CorrelationId,
            TraceParent, Accepted.Tickets.Count, Accepted.At, Send.SendAtLocal is null ? Send.SendAt : DueAt, Send.SendAtLocal, Send.SendAtZone, LastEnd, Origin.ApiKeyId, Type, DigestKey).ExecuteLaterAsync();
        foreach (var (locale, payload) in _payloads)
        {
            await session.Prepare(ContentSql).Bind(Accepted.NotificationId, locale, Origin.ProjectId, payload).ExecuteLaterAsync();
        }
        await session.Prepare(DeliverySql).InsertManyAsync(Deliveries());
        session.Changed(Origin.ProjectId, HubTables.Deliveries | HubTables.Work);
    }

    private IEnumerable<object?[]> Deliveries()
    {
        for (var i = 0; i < Accepted.Tickets.Count; i++)
        {
            var ticket = Accepted.Tickets[i];
            var due = Dues?[i] ?? DueAt;
            yield return
            [
                ticket.DeliveryId, Origin.ProjectId, Accepted.NotificationId, ticket.DeviceId, ticket.Provider, ticket.Status, ticket.Reason, Lane,
                due, ExpiresAt + (due - DueAt), Accepted.At, Send.Options?.CollapseKey, Send.CampaignId, Send.TemplateId, Send.PreferenceCategory,
            ];
            // Where the engine takes rows one by one, this lies between two of them.
            Failpoint.Hit(CrashPoint.P8);
        }
    }
}
