using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.People.Erasing;

/// <summary>Statements of an erasure. Each may run again: what is done stays done.</summary>
internal static class ErasureSql
{
    public const string FindPerson = "select id, fingerprint_hex from people where project_id = @project and user_id = @user";

    public const string HasDevices = "select 1 from devices where project_id = @project and user_id = @user limit 1";

    public static readonly string HasConsent = $"select 1 from opt_outs where project_id = @project and subject = {(int)ConsentSubject.User} and subject_id = @user limit 1";

    public const string Begin = """
        insert into erasures (id, project_id, user_id, fingerprint_hex, actor, device_cursor, delivery_cursor, devices, cancelled, deliveries, created_at)
        values (@id, @project, @user, @fingerprint, @actor, 0, 0, 0, 0, 0, @now)
        """;

    public const string DropPerson = "delete from people where id = @id and project_id = @project";

    public const string DropPreferences = "delete from preferences where person_id = @id and project_id = @project";

    public const string DropSettings = "delete from person_settings where person_id = @id and project_id = @project";

    /// <summary>What else is kept by the person's id, a few rows each.</summary>
    public static readonly IReadOnlyList<string> DropOthers =
        [.. new[] { "person_presence", "digest_states", "bundles", "reminders" }.Select(table => $"delete from {table} where person_id = @id and project_id = @project")];

    public const string DropOptOuts = "delete from opt_outs where project_id = @project and subject = @subject and subject_id = @id";

    public const string DropConsent = "delete from consent_records where project_id = @project and subject = @subject and subject_id = @id";

    /// <summary>Devices that were registered before the wish; who comes back afterwards is a new user.</summary>
    public const string DevicesOfUser = "select id, provider from devices where project_id = @project and user_id = @user and registered_at <= @at order by id limit @limit";

    public const string DevicesOfFingerprint =
        "select id, provider from devices where project_id = @project and fingerprint_hex = @fingerprint and user_id is null and registered_at <= @at order by id limit @limit";

    public static readonly string Forget = $"""
        update devices set sealed_token = @empty, token_hash = @hash, token_tail = '', installation_id = null, user_id = @mark, fingerprint_hex = null, locale = null, time_zone = null,
            app_version = null, os_version = null, model = null, permission = null, metadata = null, traits = null,
            status = {(int)DeviceStatus.Retired}, retired_reason = '{Devices.DeviceRetirement.Erased}', retired_at = @now, quarantined_at = null, quarantine_reason = null, updated_at = @now
        where id = @id and project_id = @project
        """;

    public const string Marked = "select id from devices where project_id = @project and user_id = @mark and id >= @from order by id limit 1";

    public const string DeliveriesOf = "select id, notification_id from deliveries where device_id = @device and id > @after order by id limit @limit";

    public static readonly string Cancel = $"""
        update deliveries set status = {(int)DeliveryStatus.Cancelled}, reason = {(int)DeliveryReason.Cancelled}, updated_at = @now where id = @id and {HubModel.Waiting()}
        """;

    public const string ScrubDelivery = "update deliveries set person_id = null, error = null, provider_message_id = null, collapse_key = null, receipt_error = null where id = @id";

    /// <summary>An in-app delivery's item; its id is the delivery's.</summary>
    public const string DropInboxItem = "delete from inbox_items where id = @id";

    public const string ScrubInteractions = "update interactions set action_id = null, reply_text = null, session_id = null where delivery_id = @id";

    public const string ScrubAttempts = "update attempts set body = null, provider_message_id = null where delivery_id = @id";

    /// <summary>A message that went to nobody else says what was said to this person; one that went to others stays theirs.</summary>
    public const string ScrubNotification = """
        update notifications set payload = @blank, title = null, preview = null, target = '"erased"', correlation_id = null, localized = 0
        where id = @id and project_id = @project and not exists (
            select 1 from deliveries o join devices v on v.id = o.device_id where o.notification_id = notifications.id and (v.user_id is null or v.user_id <> @mark))
        """;

    /// <summary>Whom a send was for, without the one who is erased.</summary>
    public const string Retarget = "update notifications set target = @target where id = @id and project_id = @project";

    /// <summary>The same of its fan-out.</summary>
    public const string RetargetFanout = "update fanouts set target = @target where id = @id and project_id = @project";

    /// <summary>The same message in each reader's language.</summary>
    public const string DropContents = "delete from notification_contents where notification_id = @id and project_id = @project";

    /// <summary>Takes the turn at the next slice, until the commit: nobody else has done it, as long as all is as we read it.</summary>
    public const string Take = """
        update erasures set actor = actor where id = @id and device_cursor = @device and delivery_cursor = @delivery and devices = @devices and finished_at is null
        """;

    public const string Advance = """
        update erasures set device_cursor = @next_device, delivery_cursor = @next_delivery, devices = devices + @devices, cancelled = cancelled + @cancelled, deliveries = deliveries + @deliveries
        where id = @id
        """;

    public const string Unmark = "update devices set user_id = null where project_id = @project and user_id = @mark";

    public const string Finish = "update erasures set user_id = null, fingerprint_hex = null, finished_at = @now where id = @id and finished_at is null";
}
