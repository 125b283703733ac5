using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using NotifyHub.Alerts;
using NotifyHub.Audience;
using NotifyHub.Audience.Preferences;
using NotifyHub.Data;
using NotifyHub.Data.Nodes;
using NotifyHub.Insights;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Channels;
using NotifyHub.Pipeline.Channels.Push;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Pipeline.Delivery.DeadLetters;
using NotifyHub.Pipeline.Delivery.ProjectPolicy;
using NotifyHub.Pipeline.Delivery.Protection;
using NotifyHub.Pipeline.Delivery.Settings;
using NotifyHub.Pipeline.Explain;
using NotifyHub.Pipeline.Fanout;
using NotifyHub.Types;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Campaigns;
using NotifyHub.Schedules;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Egress;
using NotifyHub.Security.Secrets;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Alerts;
using NotifyHub.Tests.Insights;
using NotifyHub.Tests.Support;
using NotifyHub.Webhooks;
using Radzen;
using SendRows = NotifyHub.Tests.Insights.SendRows;

namespace NotifyHub.Tests.Components;

/// <summary>Pages over a real store, with the services that they really have; only the member and the clock are the test's.</summary>
public abstract class PageTest : BunitContext, IAsyncLifetime
{
    private protected TempStore Store { get; private set; } = null!;

    private protected SendRows Rows { get; private set; } = null!;

    private protected StandInMember Member { get; } = new();

    private protected ManualTime Clock { get; } = new();

    public virtual async Task InitializeAsync()
    {
        Store = await TempStore.OpenAsync();
        Rows = new SendRows(Store, Clock);
        JSInterop.Mode = JSRuntimeMode.Loose;
        DefaultWaitTimeout = TimeSpan.FromSeconds(20);
        Services.AddRadzenComponents();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("NotifyHub:Sandbox:Enabled", "true")]).Build();
        Services.AddSingleton<IConfiguration>(configuration);
        Services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Testing" });
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddSingleton<ICurrentMember>(Member);
        Services.AddSingleton<HubEngine>(Store.Engine);
        Services.AddSingleton(Store.Contexts);
        Services.AddSingleton(Store.Feed);
        Services.AddSingleton(Store.Ids);
        Services.AddSingleton(Store.Gate);
        Services.AddSingleton<HubClock>();
        Services.AddSingleton<HubNodes>();
        Services.AddOptions<NodeOptions>();
        Services.AddSingleton<WorkSignal>();
        Services.AddSingleton<IAuditLog, AuditLog>();
        Services.AddSingleton<DeliveryControl>();
        Services.AddSingleton<BacklogAges>();
        Services.AddSingleton<Installation>();
        Services.AddSingleton<AlertBook>();
        Services.AddSingleton<AlertControl>();
        Services.AddSingleton<AlertSettingsDesk>();
        Services.AddSingleton<ISecretBox, PlainBox>();
        Services.AddWebhooks(configuration, works: false);
        Services.AddOptions<SmtpOptions>();
        Services.AddOptions<AlertingOptions>();
        Services.AddSingleton<DeadLetterSignal>();
        Services.AddSingleton(p => new DeadLetterControl(Store.Engine, Store.Gate, p.GetRequiredService<IAuditLog>(), Store.Ids, p.GetRequiredService<DeadLetterSignal>(), p.GetRequiredService<WorkSignal>(), Clock));
        Services.AddEgress(configuration);
        Services.AddPushProviders(configuration);
        Services.AddInsights();
        Services.AddLogging();
        Services.AddTypes().AddAudience();
        Services.AddCredentials();
        Services.AddChannels();
        Services.AddOptions<DeliveryLimits>();
        Services.AddProtection();
        Services.AddSingleton(p => new StandingFacts(p.GetRequiredService<ChannelBook>(), p.GetRequiredService<SettingsBook>(), p.GetRequiredService<SendingGuard>(), p.GetRequiredService<ConsentWatch>(), p.GetRequiredService<FrequencyCaps>(), p.GetRequiredService<PersonFacts>()));
        Services.AddIntake(configuration);
        Services.AddExplain();
        Services.AddSchedules();
        Services.AddCampaigns(works: false);
        Services.AddFanout(works: false);
        Renderer.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await Store.DisposeAsync();
    }

    /// <summary>Tells open pages that rows changed, as a commit does.</summary>
    private protected void Commit() => Store.Feed.Raise(new HubChange(SendRows.Project, HubTables.Deliveries | HubTables.Devices | HubTables.Segments));
}
