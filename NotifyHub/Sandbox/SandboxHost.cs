using Microsoft.Extensions.Logging.Abstractions;
using NotifyHub.Sandbox.Apns;
using NotifyHub.Sandbox.Arrivals;
using NotifyHub.Sandbox.Chats;
using NotifyHub.Sandbox.Control;
using NotifyHub.Sandbox.Credentials;
using NotifyHub.Sandbox.Expo;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Fcm;
using NotifyHub.Sandbox.Huawei;
using NotifyHub.Sandbox.MiPush;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Sandbox.WebPush;
using NotifyHub.Sandbox.WebPush.Browsers;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox;

/// <summary>
/// One running sandbox: the vendors' twins over their real protocols, and the phones that they reach. All state is its own, so that any number run side by side.
/// </summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private readonly SandboxSetup _setup;
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _clock;
    private readonly TwinDesk _desk;
    private readonly ApnsKeyRing _apnsKeys = new();
    private readonly FcmAccounts _fcmAccounts = new();
    private readonly HuaweiApps _huaweiApps = new();
    private readonly MiPushApps _miPushApps = new();
    private readonly ChatAccounts _chatAccounts = new();
    private readonly ExpoAccounts _expoAccounts;
    private WebApplication? _app;
    private SandboxAddresses? _addresses;
    private int _closed;

    private SandboxHost(SandboxSetup setup, ILoggerFactory loggers, TimeProvider clock)
    {
        _setup = setup;
        _loggers = loggers;
        _clock = clock;
        Arrivals = new ArrivalLog(clock, setup.LogFile);
        _expoAccounts = new ExpoAccounts(clock);
        Credentials = new SandboxCredentials(setup.Folder, _apnsKeys, _fcmAccounts, _huaweiApps, _miPushApps, _expoAccounts, _chatAccounts, () => Addresses.FcmToken);
        Phones = new PhoneFleet(new HubCaller(loggers.CreateLogger<HubCaller>()), new PhoneStore(setup.Folder), clock, Credentials.AppOf, () => Addresses.Http);
        _desk = new TwinDesk(Arrivals, new FaultBook(), setup.AnswerAfter, clock);
        Browsers = new BrowserFleet(clock);
        Chats = new ChatRoom(clock);
    }

    /// <summary>Where it listens.</summary>
    public SandboxAddresses Addresses => _addresses ?? throw new InvalidOperationException("The sandbox has not started yet.");

    /// <summary>The simulated phones.</summary>
    public PhoneFleet Phones { get; }

    /// <summary>Real browsers that have this sandbox for their push service.</summary>
    public BrowserFleet Browsers { get; }

    /// <summary>What people read in Slack and Telegram, and what their own servers were told.</summary>
    public ChatRoom Chats { get; }

    /// <summary>Credentials that the twins accept.</summary>
    public SandboxCredentials Credentials { get; }

    /// <summary>Expo's mood when it is asked for receipts.</summary>
    public ExpoReceiptFaults ExpoReceipts { get; } = new();

    /// <summary>What reached the twins.</summary>
    public ArrivalLog Arrivals { get; }

    /// <summary>Starts a sandbox; when this returns, the twins answer.</summary>
    /// <param name="setup">Ports and files.</param>
    /// <param name="loggers">Disposed with the sandbox; null logs nothing.</param>
    /// <param name="clock">Time, for the age of tokens and the life of messages.</param>
    /// <param name="cancel">Gives up starting.</param>
    /// <exception cref="IOException">A port is taken and <see cref="SandboxSetup.MayMove"/> is false.</exception>
    public static async Task<SandboxHost> StartAsync(SandboxSetup setup, ILoggerFactory? loggers = null, TimeProvider? clock = null, CancellationToken cancel = default)
    {
        loggers ??= NullLoggerFactory.Instance;
        var host = new SandboxHost(setup, loggers, clock ?? TimeProvider.System);
        try
        {
            // A test host finds its app by watching for the first host built in its flow of execution; the sandbox's must not be taken for it.
            Task<(WebApplication, SandboxAddresses)> listening;
            using (ExecutionContext.SuppressFlow())
            {
                listening = Task.Run(() => SandboxListeners.StartAsync(setup, loggers, host.Map, cancel), cancel);
            }

            (host._app, host._addresses) = await listening;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        return host;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1)
        {
            return;
        }

        if (_app is { } app)
        {
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
        }

        Phones.Dispose();
        Arrivals.Dispose();
        _loggers.Dispose();
    }

    private void Map(IEndpointRouteBuilder routes)
    {
        new ApnsTwin(new ApnsProviderToken(_apnsKeys, _clock), Phones, _desk, _clock, _setup.Quick).Map(routes);
        var accessTokens = new FcmAccessTokens(_clock);
        new FcmTokenEndpoint(_fcmAccounts, accessTokens, _clock, _setup.Quick).Map(routes);
        new FcmTwin(accessTokens, Phones, _desk, _clock, _setup.Quick).Map(routes);
        new ExpoTwin(_expoAccounts, ExpoReceipts, Phones, _desk, _clock, _setup.Quick).Map(routes);
        new WebPushTwin(Phones, Browsers, _desk, _clock, _setup.Quick).Map(routes);
        new BrowserLine(Browsers).Map(routes);
        var huaweiTokens = new HuaweiAccessTokens(_clock);
        new HuaweiTokenEndpoint(_huaweiApps, huaweiTokens, _setup.Quick).Map(routes);
        new HuaweiTwin(huaweiTokens, Phones, _desk, _clock, _setup.Quick).Map(routes);
        new MiPushTwin(_miPushApps, Phones, _desk, _clock, _setup.Quick).Map(routes);
        new SlackTwin(_chatAccounts, Chats, _desk, _clock).Map(routes);
        new TelegramTwin(_chatAccounts, Chats, _desk, _clock).Map(routes);
        new WebhookReceiver(_chatAccounts, Chats, _desk, _clock).Map(routes);
        var control = routes.MapGroup("/sandbox").AddEndpointFilter<LoopbackNamesOnly>();
        new PhoneRoutes(Phones).Map(control);
        new LogRoutes(Arrivals).Map(control);
        new ExpoRoutes(ExpoReceipts).Map(control);
        new ChatRoutes(Chats).Map(control);
        new CredentialRoutes(Credentials, _apnsKeys, _fcmAccounts, _huaweiApps, _miPushApps, _expoAccounts).Map(control);
    }
}
