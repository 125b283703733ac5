using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Sandbox;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Tests.Support;

/// <summary>A project with keys to call it by.</summary>
public sealed record TestProject(long Id, string ServerKey, string PublishableKey)
{
    /// <summary>The id on the wire.</summary>
    public string WireId => RowId.Format(RowId.Project, Id);
}

/// <summary>
/// The real app on a port of its own, with a data folder of its own, an owner, one project and one server key.
/// <code>await using var hub = await TestHub.StartAsync();</code>
/// </summary>
public sealed class TestHub : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string?> _settings;
    private readonly Action<IServiceCollection>? _services;
    private readonly bool _keepFolder;
    private readonly List<HttpClient> _clients = [];

    private TestHub(IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? services, string folder, bool keepFolder)
    {
        _services = services;
        _keepFolder = keepFolder;
        DataDirectory = folder;
        _settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["NotifyHub:Bootstrap:OwnerEmail"] = OwnerEmail,
            ["NotifyHub:Bootstrap:OwnerPassword"] = OwnerPassword,
            ["NotifyHub:Bootstrap:Project"] = "Test project",
            ["NotifyHub:Bootstrap:ServerKey"] = ServerKey,
            ["NotifyHub:Demo:Enabled"] = "false",
            ["NotifyHub:Sandbox:Enabled"] = "true",
            ["NotifyHub:Sandbox:Port"] = "0",
            ["NotifyHub:Sandbox:Http2Port"] = "0",
            ["Logging:LogLevel:Default"] = "Warning",
        };
        foreach (var (key, value) in settings)
        {
            _settings[key] = value;
        }
        UseKestrel(0);
    }

    /// <summary>The first owner.</summary>
    public string OwnerEmail { get; } = "owner@example.com";
    /// <summary>The first owner's password.</summary>
    public string OwnerPassword { get; } = "plenty of unrelated words";
    /// <summary>Key of the first project, with every scope.</summary>
    public string ServerKey { get; } = KeyText.Make(ApiKeyKind.Server);
    /// <summary>Id of the first project.</summary>
    public long ProjectId { get; private set; }
    /// <summary>Where rows and keys lie.</summary>
    public string DataDirectory { get; }
    /// <summary>http://127.0.0.1:port/</summary>
    public Uri Url => ClientOptions.BaseAddress;
    /// <summary>Speaks as the first project's server key; follows no redirect.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>The vendors' twins and the phones that they reach.</summary>
    public SandboxHost Sandbox => Services.GetRequiredService<SandboxHost>();

    /// <summary>Starts the app.</summary>
    /// <param name="settings">Settings beyond or in place of the usual ones.</param>
    /// <param name="services">Replaces services (a clock, a door).</param>
    /// <param name="folder">A data folder to keep, for restarts; null makes one that goes with the hub.</param>
    public static async Task<TestHub> StartAsync(IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null, string? folder = null)
    {
        var data = folder ?? Path.Combine(Path.GetTempPath(), $"notifyhub-test-{Guid.NewGuid():N}");
        var all = new Dictionary<string, string?>(await TestEngine.SettingsAsync(data), StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
        {
            all[key] = value;
        }
        var hub = new TestHub(all, services, data, keepFolder: folder is not null);
        try
        {
            hub.StartServer();
            hub.Client = hub.ClientFor(hub.ServerKey);
            var caller = await hub.Services.GetRequiredService<IKeyVerifier>().VerifyAsync(hub.ServerKey);
            hub.ProjectId = caller?.ProjectId ?? 0;
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client with a key, or with none; follows no redirect and keeps no cookie.</summary>
    public HttpClient ClientFor(string? key)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Url };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
        _clients.Add(client);
        return client;
    }

    /// <summary>Another tenant, with a server key of every scope and a publishable key.</summary>
    public async Task<TestProject> NewProjectAsync(string name = "Another project")
    {
        await using var scope = Services.CreateAsyncScope();
        var owner = await scope.ServiceProvider.GetRequiredService<UserManager<HubUser>>().FindByEmailAsync(OwnerEmail);
        var project = await Services.GetRequiredService<Projects>().CreateAsync(owner!, name);
        return new TestProject(project.Id, await NewKeyAsync(project.Id, ApiScopes.All), await NewKeyAsync(project.Id, ApiScopes.None, ApiKeyKind.Publishable));
    }

    /// <summary>Another key of a project.</summary>
    public async Task<string> NewKeyAsync(long projectId, ApiScopes scopes, ApiKeyKind kind = ApiKeyKind.Server) =>
        (await Services.GetRequiredService<ProjectKeys>().CreateAsync(ProjectAdmin.System(projectId), new NewKey("test", kind, scopes))).Text;

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }
        // The real work of a password hash (0.1 s of CPU) is held by a test of its own.
        builder.ConfigureTestServices(services => services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1000));
        if (_services is not null)
        {
            builder.ConfigureTestServices(_services);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await base.DisposeAsync();
        if (!_keepFolder)
        {
            await TestEngine.ForgetAsync(DataDirectory);
        }
    }
}
