using Microsoft.Extensions.Options;
using NotifyHub;
using NotifyHub.Alerts;
using NotifyHub.Api;
using NotifyHub.Audience;
using NotifyHub.Campaigns;
using NotifyHub.Components;
using NotifyHub.Data;
using NotifyHub.Data.Nodes;
using NotifyHub.Insights;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Channels;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Pipeline.Fanout;
using NotifyHub.Pipeline.Feedback;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Sandbox;
using NotifyHub.Sandbox.Demo;
using NotifyHub.Schedules;
using NotifyHub.Security;
using NotifyHub.Security.SignIn;
using NotifyHub.Telemetry;
using NotifyHub.Types;
using NotifyHub.Webhooks;

StartFaults.TellInWords();
if (await Verbs.RunAsync(args) is { } exitCode)
{
    return exitCode;
}

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppRoot.Find() });
builder.Configuration.UseRoleSwitch(args);
var role = builder.Configuration.Role();
builder.WebHost.UseStaticWebAssets();
builder.UseDefaultAddress();
var sandbox = await builder.StartSandboxIfEnabledAsync();
builder.Services.AddTelemetry(builder.Configuration).AddSandbox(sandbox);
builder.Services.AddHubData(builder.Configuration);
builder.Services.AddSecurity(builder.Configuration);
builder.Services.AddJobs(builder.Configuration, role.Works());
builder.Services.AddAlerts(builder.Configuration);
builder.Services.AddWebhooks(builder.Configuration, role.Works());
builder.Services.AddTypes().AddAudience();
builder.Services.AddIntake(builder.Configuration);
builder.Services.AddSchedules(role.Works()).AddFanout(role.Works()).AddCampaigns(role.Works());
builder.Services.AddDelivery(builder.Configuration, role.Works());
builder.Services.AddPushProviders(builder.Configuration);
builder.Services.AddChannels().AddCredentials();
builder.Services.AddFeedback(builder.Configuration);
builder.Services.AddInsights().AddApi(builder.Configuration);
builder.Services.AddDashboard();
builder.Services.AddDemo(builder.Configuration, sandbox);

await using var app = builder.Build();
SettingsManual.ReportUnknown(app.Configuration, app.Logger);
await app.Services.OpenStoreAsync();
app.Services.GetRequiredService<IStartupValidator>().Validate();
await app.Services.OpenSecurityAsync();
await app.OpenDemoAsync();

if (role.Serves())
{
    app.UseDashboardFaults();
    app.UseSecurity();
    app.MapSignIn();
    app.MapApi();
    app.MapDashboard();
}
else
{
    app.MapHealth();
}
await app.RunAsync();
return 0;

/// <summary>The app; public for test hosts.</summary>
public partial class Program;
