using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Statements that write results.</summary>
internal static class SettleSql
{
    // "+ 0": all rows of a claim have the same end, so its index would lead to hundreds where the key leads to one.
    /// <summary>Fenced: a worker that lost its lease changes nothing. Parameters in order: status, reason, due, tries, outcome, error, messageId, maybe, sent, now, id, owner, the end of this claim's lease.</summary>
    public static readonly string Settle = $"""
        update deliveries set status = @status, reason = @reason, due_at = coalesce(@due, due_at), attempts = attempts + @tries,
            outcome = coalesce(@outcome, outcome), error = @error, provider_message_id = coalesce(@message_id, provider_message_id),
            maybe_duplicate = case when @maybe = 1 then 1 else maybe_duplicate end, sent_at = coalesce(@sent, sent_at),
            lease_owner = null, lease_until = null, updated_at = @now
        where id = @id and status = {(int)DeliveryStatus.Sending} and lease_owner = @owner and lease_until + 0 = @until
        """;

    /// <summary>Only a relay took it: when to ask what came of it.</summary>
    public const string AwaitReceipt = "update deliveries set receipt_due_at = @due, receipt = @waiting, receipt_error = null where id = @id";

    /// <summary>The call was counted in because the delivery had been near a crash, and nothing crashed.</summary>
    public const string CountOut = "update deliveries set crashes = crashes - 1 where id = @id and crashes > 0";

    /// <summary>What a call taught us about the device's APNs environment.</summary>
    public const string Learn = "update devices set environment = @environment, updated_at = @now where id = @id and project_id = @project and registered_at = @registered";

    /// <summary>The vendor asked for fewer messages to this one device.</summary>
    public const string Slow = "update devices set slow_until = @until, updated_at = @now where id = @id and project_id = @project";

    /// <summary>Whether the app registered a new token since we read the old one.</summary>
    public static readonly string ReRegistered = $"select 1 from devices where id = @id and project_id = @project and status = {(int)DeviceStatus.Active} and registered_at > @registered";
}
