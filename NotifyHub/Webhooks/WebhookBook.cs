using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Webhooks;

/// <summary>
/// The endpoints of all projects in memory, so that asking whether anybody wants a fact costs a look-up; read again after a commit changed one, of any node.
/// </summary>
internal sealed class WebhookBook : BackgroundService
{
    // A lost word of another node is caught up with after this.
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(60);

    private readonly HubContexts _contexts;
    private readonly ChangeFeed _feed;
    private readonly TimeProvider _time;
    private readonly ILogger<WebhookBook> _log;
    private readonly SemaphoreSlim _changed = new(0, 1);
    private FrozenDictionary<long, WebhookEndpoint> _endpoints = FrozenDictionary<long, WebhookEndpoint>.Empty;
    private FrozenDictionary<long, (int Mask, WebhookEndpoint[] Endpoints)> _projects = FrozenDictionary<long, (int, WebhookEndpoint[])>.Empty;

    public WebhookBook(HubContexts contexts, ChangeFeed feed, TimeProvider time, ILogger<WebhookBook> log)
    {
        (_contexts, _feed, _time, _log) = (contexts, feed, time, log);
        _feed.Changed += Heard;
    }

    /// <summary>Whether an endpoint of the project wants the event.</summary>
    public bool Wants(long projectId, FactKind kind) => _projects.TryGetValue(projectId, out var own) && (own.Mask & WebhookEvents.Bit(kind)) != 0;

    /// <summary>Those that want it.</summary>
    public IEnumerable<WebhookEndpoint> For(long projectId, FactKind kind) =>
        _projects.TryGetValue(projectId, out var own) ? own.Endpoints.Where(endpoint => (endpoint.Events & WebhookEvents.Bit(kind)) != 0) : [];

    /// <summary>An endpoint that is switched on; null for any other.</summary>
    public WebhookEndpoint? Find(long endpointId) => _endpoints.GetValueOrDefault(endpointId);

    /// <summary>Reads all that are switched on.</summary>
    public async Task LoadAsync(CancellationToken cancel = default)
    {
        await using var db = _contexts.Open(ProjectScope.EveryProject);
        var on = await db.WebhookEndpoints.AsNoTracking().Where(endpoint => endpoint.Stop == WebhookStop.None).ToListAsync(cancel);
        _endpoints = on.ToFrozenDictionary(endpoint => endpoint.Id);
        _projects = on.GroupBy(endpoint => endpoint.ProjectId).ToFrozenDictionary(group => group.Key, group => (group.Aggregate(0, (mask, endpoint) => mask | endpoint.Events), group.ToArray()));
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _feed.Changed -= Heard;
        _changed.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var limit = new CancellationTokenSource(Glance, _time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
                await _changed.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await LoadAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                WebhookLog.NotRead(_log, error);
            }
        }
    }

    private void Heard(HubChange change)
    {
        if (!change.Tables.HasFlag(HubTables.WebhookEndpoints))
        {
            return;
        }
        try
        {
            if (_changed.CurrentCount == 0)
            {
                _changed.Release();
            }
        }
        catch (Exception error) when (error is SemaphoreFullException or ObjectDisposedException)
        {
            // Two words met, or the hub stops.
        }
    }
}
