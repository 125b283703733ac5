using NotifyHub.Data;
using NotifyHub.Data.Gate;

namespace NotifyHub.Pipeline.Delivery.Limits;

/// <summary>Makes the permits of a rate.</summary>
internal interface IPermitSource
{
    /// <summary>Permits of one bucket.</summary>
    /// <param name="scope">provider:apns, project:12:apns: the same bucket on every node.</param>
    /// <param name="allowed">The rate and share of the moment.</param>
    IPermits For(string scope, Func<Allowed> allowed);
}

/// <summary>Buckets in memory where one process owns the store; shares drawn from the store where several nodes do.</summary>
internal sealed class PermitSource(HubEngine engine, IWriteGate gate, TimeProvider time, ILogger<PermitSource> log) : IPermitSource
{
    /// <inheritdoc/>
    public IPermits For(string scope, Func<Allowed> allowed) =>
        engine.OwnedByOneProcess ? new BucketPermits(allowed, time) : new SharedPermits(scope, allowed, gate, engine.NowSql, time, log);
}
