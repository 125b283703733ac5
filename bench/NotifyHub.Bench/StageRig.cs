using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NotifyHub.Alerts;
using NotifyHub.Audience;
using NotifyHub.Audience.Devices;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Channels;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Pipeline.Fanout;
using NotifyHub.Pipeline.Feedback;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Security;
using NotifyHub.Security.Tenancy;
using NotifyHub.Types;

namespace NotifyHub.Bench;

/// <summary>The pipeline in this process, on a store of its own, over a vendor that answers at once: what is left is the engine's own cost.</summary>
internal sealed class StageRig : IAsyncDisposable
{
    public const long ProjectId = 1;
    private readonly WebApplication _app;
    private readonly string _folder;

    private StageRig(WebApplication app, string folder) => (_app, _folder) = (app, folder);

    public IServiceProvider Services => _app.Services;

    public static async Task<StageRig> OpenAsync(IReadOnlyDictionary<string, string> settings, Func<string, IPushProvider>? vendor = null)
    {
        var folder = Directory.CreateTempSubdirectory("notifyhub-stages-").FullName;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppRoot.Find(), EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["NotifyHub:DataDirectory"] = folder, ["Logging:LogLevel:Default"] = "Warning", ["Logging:LogLevel:NotifyHub"] = "Warning" });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), (string?)s.Value)));
        builder.Services.AddHubData(builder.Configuration);
        builder.Services.AddSecurity(builder.Configuration);
        builder.Services.AddJobs();
        builder.Services.AddAlerts(builder.Configuration);
        builder.Services.AddTypes().AddAudience();
        builder.Services.AddIntake(builder.Configuration);
        builder.Services.AddFanout();
        builder.Services.AddDelivery(builder.Configuration);
        builder.Services.AddPushProviders(builder.Configuration);
        builder.Services.AddChannels();
        builder.Services.AddCredentials();
        builder.Services.AddFeedback(builder.Configuration);
        builder.Services.RemoveAll<IPushProvider>();
        foreach (var name in ProviderNames.Supported.Select(kind => kind.Wire()))
        {
            builder.Services.AddSingleton(vendor?.Invoke(name) ?? new InstantProvider(name));
        }
        var rig = new StageRig(builder.Build(), folder);
        await rig.Services.OpenStoreAsync();
        await rig.Services.OpenSecurityAsync();
        return rig;
    }

    /// <summary>Starts the delivery worker.</summary>
    public Task StartAsync() => _app.Services.GetServices<IHostedService>().OfType<DeliveryWorker>().Single().StartAsync(CancellationToken.None);

    public Task StopAsync() => _app.Services.GetServices<IHostedService>().OfType<DeliveryWorker>().Single().StopAsync(CancellationToken.None);

    /// <summary>Devices with made-up tokens, and an account that takes them.</summary>
    public async Task<string[]> DevicesAsync(int count, long projectId = ProjectId)
    {
        await Services.GetRequiredService<CredentialVault>().StoreAsync(ProjectAdmin.System(projectId), new NewCredential(ProviderKind.Apns, "{}", "{}", Activate: true));
        var registry = Services.GetRequiredService<DeviceRegistry>();
        var ids = new string[count];
        await Parallel.ForAsync(0, count, async (i, cancel) =>
        {
            var device = await registry.RegisterAsync(projectId, new DeviceRegistration { Provider = "apns", Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), Environment = "production" }, cancel: cancel);
            ids[i] = RowId.Format(RowId.Device, device.Id);
        });
        return ids;
    }

    /// <summary>Accepts batches of 100, eight at a time.</summary>
    public Task AcceptAsync(string[] devices, int batches)
    {
        var intake = Services.GetRequiredService<SendIntake>();
        return Parallel.ForAsync(0, batches, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancel) =>
            await intake.AcceptAsync(new SendOrigin(ProjectId, null), Send(devices.AsSpan(i % (devices.Length / 100) * 100, 100)), cancel: cancel));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static PushSend Send(ReadOnlySpan<string> to) => new()
    {
        To = JsonSerializer.SerializeToElement(to.ToArray()), Title = "Your order shipped", Body = "Track it on its way to you", Data = new JsonObject { ["orderId"] = "42" },
    };
}
