namespace NotifyHub.Security.Idempotency;

/// <summary>A request whose body carries the key as a field, beside the header.</summary>
public interface ICarriesIdempotencyKey
{
    /// <summary>The same as the header <c>Idempotency-Key</c>.</summary>
    string? IdempotencyKey { get; }
}
