namespace NotifyHub.Pipeline.Delivery;

/// <summary>What the worker says. Ids only: never a token, a title or a body.</summary>
internal static partial class DeliveryLog
{
    [LoggerMessage(1, LogLevel.Warning, "Lease lost: the result of delivery {Delivery} was not written")]
    public static partial void LeaseLost(ILogger log, long delivery);

    [LoggerMessage(2, LogLevel.Warning, "{Count} results wait for the store")]
    public static partial void SettleWaits(ILogger log, int count, Exception error);

    [LoggerMessage(3, LogLevel.Error, "A batch of {Count} results could not be written; writing them one by one")]
    public static partial void SettleSplit(ILogger log, int count, Exception error);

    [LoggerMessage(4, LogLevel.Error, "The result of delivery {Delivery} could not be written; it returns when its lease ends")]
    public static partial void SettleFailed(ILogger log, long delivery, Exception error);

    [LoggerMessage(5, LogLevel.Error, "Delivery {Delivery} met a fault of ours; it is retried")]
    public static partial void Fault(ILogger log, long delivery, Exception error);

    [LoggerMessage(6, LogLevel.Warning, "Claiming failed; trying again")]
    public static partial void ClaimFailed(ILogger log, Exception error);

    [LoggerMessage(7, LogLevel.Information, "Recovered {Queued} deliveries of an earlier run; {Poison} ended as poison")]
    public static partial void Recovered(ILogger log, int queued, int poison);

    [LoggerMessage(8, LogLevel.Warning, "{Count} leases had expired; their deliveries are queued again, {Poison} ended as poison")]
    public static partial void LeasesExpired(ILogger log, int count, int poison);

    [LoggerMessage(9, LogLevel.Information, "Stopped: {Released} deliveries went back to the queue")]
    public static partial void Stopped(ILogger log, int released);

    [LoggerMessage(10, LogLevel.Information, "Released {Count} held deliveries: their credential works again")]
    public static partial void HeldReleased(ILogger log, int count);

    [LoggerMessage(11, LogLevel.Warning, "{Provider} refused credential {Credential} of project {Project}: its sends are held")]
    public static partial void CredentialRefused(ILogger log, Data.Rows.ProviderKind provider, long credential, long project);

    [LoggerMessage(12, LogLevel.Warning, "The store was in trouble while delivery {Delivery} was in hand")]
    public static partial void StoreTrouble(ILogger log, long delivery, Exception error);

    [LoggerMessage(51, LogLevel.Warning, "The backlog could not be counted; its gauges stand still")]
    public static partial void BacklogUnread(ILogger log, Exception error);

    [LoggerMessage(40, LogLevel.Warning, "Replaying or discarding dead letters waits: the store is in trouble")]
    public static partial void DeadLettersWait(ILogger log, Exception error);
}
