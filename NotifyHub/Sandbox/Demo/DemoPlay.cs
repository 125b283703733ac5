using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using NotifyHub.Audience.Devices;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Reminders;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Sandbox.Demo;

/// <summary>Once the app listens: brings in the phones, plays the story through the real pipeline, and says on the console how to join in.</summary>
internal sealed class DemoPlay(
    DemoStage stage, PhoneFleet fleet, SendIntake intake, DeviceRegistry registry, ReminderBook reminders, IServer server, IHostApplicationLifetime life, TimeProvider time, ILogger<DemoPlay> log) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (stage.Access is not { } access)
        {
            return;
        }
        await StartedAsync(stoppingToken);
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } listening)
        {
            // A host without sockets (a test server): no phone could call back.
            return;
        }
        // A wildcard is no address to call; the phones are on this machine.
        var hub = new Uri(listening.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal));
        fleet.DefaultHub = new HubLink(hub, access.PublishableKey);
        try
        {
            if (fleet.All().Count == 0)
            {
                await PerformAsync(access, stoppingToken);
            }
            else if (access.TwinsMoved)
            {
                fleet.All().Where(phone => phone is { Platform: PhonePlatform.Web, Installed: true }).ToList().ForEach(phone => phone.Register());
            }
        }
        catch (Exception error) when (error is TimeoutException or RefusedException)
        {
            log.LogWarning(error, "The demo's history is incomplete");
        }
        DemoBanner.Print(hub, access, fleet);
    }

    private async Task PerformAsync(DemoAccess access, CancellationToken cancel)
    {
        foreach (var spec in DemoCast.Phones)
        {
            fleet.Add(spec);
        }
        await UntilAsync(() => fleet.All().All(p => p.DeviceId is not null), cancel);
        foreach (var phone in fleet.All())
        {
            if (RowId.TryParse(RowId.Device, phone.DeviceId, out var device))
            {
                await registry.PatchAsync(access.ProjectId, device, new DevicePatch { UserId = DemoCast.UserOf(phone) }, field => field == "userId", cancel);
            }
        }
        foreach (var task in DemoStory.Tasks)
        {
            await reminders.PutAsync(access.ProjectId, DemoCast.UserOf(fleet.PhoneOf(task.To)), task.Key,
                new ReminderDraft { Title = task.Title, Link = task.Path, DueAt = time.GetUtcNow() + task.Due, Recurrence = task.Recurrence }, cancel);
        }
        DemoCast.GetIntoTrouble(fleet);
        foreach (var send in DemoStory.Sends)
        {
            await intake.AcceptAsync(new SendOrigin(access.ProjectId, null), ToPush(send), cancel: cancel);
        }
        var last = DemoStory.Sends.Last(s => s.In is null && s.To.Contains("Cleo")).Title;
        await UntilAsync(() => fleet.PhoneOf("Cleo").Messages.Any(m => m.Push.Title == last), cancel);
        DemoCast.React(fleet);
    }

    private PushSend ToPush(DemoSend send) => new()
    {
        To = JsonSerializer.SerializeToElement(send.To.Select(person => fleet.PhoneOf(person).DeviceId)),
        Title = send.Title,
        Body = send.Body,
        CampaignId = send.Campaign,
        TemplateId = send.Template,
        PreferenceCategory = send.Category,
        SendAt = send.In is { } later ? time.GetUtcNow() + later : null,
        Data = new JsonObject { ["shop"] = "fernhill" },
        Route = send.Path is null ? null : new PushRoute { Kind = "openPath", Path = send.Path },
        Options = new PushSendOptions
        {
            Sound = "default",
            Priority = send.Urgent ? "high" : null,
            InterruptionLevel = send.Urgent ? "timeSensitive" : null,
            CollapseKey = send.CollapseKey,
            RichMedia = send.ImageUrl is null ? null : new PushRichMedia { ImageUrl = send.ImageUrl },
            Actions = send.Reply ? [new() { Id = "REPLY", Title = "Reply", IsTextInput = true }, new() { Id = "LATER", Title = "Later" }] : null,
        },
    };

    private async Task UntilAsync(Func<bool> isSo, CancellationToken cancel)
    {
        var moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(Phone phone)
        {
            if (isSo())
            {
                moved.TrySetResult();
            }
        }
        fleet.Changed += Look;
        try
        {
            if (!isSo())
            {
                await moved.Task.WaitAsync(Patience, cancel);
            }
        }
        finally
        {
            fleet.Changed -= Look;
        }
    }

    private async Task StartedAsync(CancellationToken cancel)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancel);
    }
}
