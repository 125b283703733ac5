using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api.Http;

/// <summary>
/// Bounds what is worked on at once, before a body is read: beyond it a caller hears at once that he should come again, so that memory and the wait of
/// those who were let in stay bounded whatever the load. One project may hold three quarters of the room, so that the others always find some.
/// </summary>
internal sealed class AdmissionMiddleware : IDisposable
{
    /// <summary>When a refused caller may come again: a full room empties within this.</summary>
    public static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly RequestDelegate _next;
    private readonly ConcurrencyLimiter _all;
    private readonly PartitionedRateLimiter<long> _projects;

    public AdmissionMiddleware(RequestDelegate next, IOptions<AdmissionOptions> options)
    {
        _next = next;
        var writes = options.Value.Writes;
        _all = new ConcurrencyLimiter(Room(writes));
        _projects = PartitionedRateLimiter.Create<long, long>(project => RateLimitPartition.GetConcurrencyLimiter(project, _ => Room(Math.Max(1, writes * 3 / 4))));
    }

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<KeyCaller>() is not { } caller || HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        {
            await _next(context);
            return;
        }
        using var own = _projects.AttemptAcquire(caller.ProjectId);
        using var room = own.IsAcquired ? _all.AttemptAcquire() : null;
        if (room is not { IsAcquired: true })
        {
            throw new ProblemException(Problems.Overloaded, "More requests are being worked on than this hub takes at once; nothing was stored.") { RetryAfter = Again };
        }
        await _next(context);
    }

    public void Dispose()
    {
        _all.Dispose();
        _projects.Dispose();
    }

    private static ConcurrencyLimiterOptions Room(int permits) => new() { PermitLimit = permits, QueueLimit = 0 };
}

/// <summary>How much is worked on at once. Section <c>NotifyHub:Limits</c>.</summary>
public sealed class AdmissionOptions
{
    /// <summary>Writing API requests in work at once, 8 to 100000; more are refused with 503 and Retry-After. Key: NotifyHub:Limits:Writes.</summary>
    public int Writes { get; set; } = 256;
}
