using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NotifyHub.Alerts;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Webhooks;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Egress;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Alerts;
using NotifyHub.Tests.Insights;
using NotifyHub.Tests.Support;
using NotifyHub.Webhooks;

namespace NotifyHub.Tests.Webhooks;

/// <summary>The telling of webhooks over a real store, with a real receiver and a clock of the test's own; nothing runs until the test says so.</summary>
internal sealed class WebhookRig : IAsyncDisposable
{
    private readonly SignedPost _post;
    private readonly WebhookSignal _signal;

    private WebhookRig(TempStore store, WebhookCatcher catcher, IEgress egress)
    {
        (Store, Catcher, Clock) = (store, catcher, new ManualTime());
        Rows = new SendRows(store, Clock);
        Audit = new AuditLog(store.Ids, Clock);
        Book = new WebhookBook(store.Contexts, store.Feed, Clock, NullLogger<WebhookBook>.Instance);
        Alerts = new AlertBook(store.Ids, Clock);
        Desk = new WebhookDesk(store.Contexts, store.Gate, Book, Alerts, Audit, new PlainBox(), egress, store.Ids, Clock);
        Results = new WebhookResults(Alerts, store.Ids, Clock);
        _post = new SignedPost(egress, Clock, "webhooks", 8);
        _signal = new WebhookSignal(store.Feed);
        Queries = new WebhookQueries(store.Contexts);
        Messages = new WebhookMessages(store.Gate, Desk, Results, _post, Audit, store.Ids, Clock);
        Claims = new WebhookClaims(store.Engine, store.Gate, new HubClock(store.Engine, Clock));
        Worker = NewWorker();
        store.Engine.Outbox = new WebhookOutbox(Book, store.Ids, Clock);
    }

    public TempStore Store { get; }
    public WebhookCatcher Catcher { get; }
    public ManualTime Clock { get; }
    public SendRows Rows { get; }
    public AuditLog Audit { get; }
    public WebhookBook Book { get; }
    public AlertBook Alerts { get; }
    public WebhookDesk Desk { get; }
    public WebhookResults Results { get; }
    public WebhookQueries Queries { get; }
    public WebhookMessages Messages { get; }
    public WebhookClaims Claims { get; }
    public WebhookWorker Worker { get; }

    public static ProjectAdmin Admin { get; } = ProjectAdmin.System(SendRows.Project);

    public static async Task<WebhookRig> StartAsync()
    {
        var catcher = new WebhookCatcher();
        await catcher.StartAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("NotifyHub:Egress:AllowedHosts:0", "127.0.0.1")]).Build();
        var egress = new ServiceCollection().AddEgress(configuration).BuildServiceProvider().GetRequiredService<IEgress>();
        return new WebhookRig(await TempStore.OpenAsync(), catcher, egress);
    }

    public WebhookWorker NewWorker() => new(
        Claims, Book, Desk, Results, Store.Gate, _post, _signal, new NotificationEnds(Store.Engine, Store.Gate, new HubClock(Store.Engine, Clock)), Clock, NullLogger<WebhookWorker>.Instance);

    public Task<WebhookIssued> EndpointAsync(params string[] events) => Desk.CreateAsync(Admin, new WebhookWish(Catcher.Url, events, null));

    public Task<WebhookIssued> EndpointAtAsync(string url, params string[] events) => Desk.CreateAsync(Admin, new WebhookWish(url, events, null));

    /// <summary>A delivery that was sent, and the fact of it.</summary>
    public async Task<DeliveryTask> SendAsync()
    {
        var delivery = await Rows.SendAsync(await Rows.DeviceAsync());
        await HappenedAsync(new HubFact(FactKind.DeliverySent, SendRows.Project, delivery.Id));
        return delivery;
    }

    public Task HappenedAsync(params HubFact[] facts) => Store.Gate.WriteAsync(session =>
    {
        Array.ForEach(facts, session.Happened);
        return ValueTask.CompletedTask;
    });

    /// <summary>Posts what is due and waits for the answers.</summary>
    public async Task WorkAsync()
    {
        await Worker.StepAsync(CancellationToken.None);
        await Worker.RestAsync();
    }

    public async Task<IReadOnlyList<WebhookMessage>> WaitingAsync(long endpoint) => await Queries.MessagesAsync(SendRows.Project, endpoint, null, null, 1000);

    public async ValueTask DisposeAsync()
    {
        Worker.Dispose();
        Book.Dispose();
        _signal.Dispose();
        _post.Dispose();
        await Catcher.DisposeAsync();
        await Store.DisposeAsync();
    }
}
