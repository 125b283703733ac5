using NotifyHub.Jobs;

namespace NotifyHub.Audience.Inbox;

/// <summary>Brings snoozed items back when their time has come.</summary>
internal sealed class InboxWakeJob(InboxDesk desk) : IHubJob
{
    public static readonly JobPlan Plan = new("inbox_wake", "Brings snoozed inbox items back when their time has come.", TimeSpan.FromMinutes(1));

    private const int Slice = 500;

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var woken = 0;
        for (var more = true; more;)
        {
            var count = await desk.WakeAsync(Slice, cancel);
            (woken, more) = (woken + count, count == Slice);
        }
        return woken == 0 ? null : $"{woken} woken";
    }
}
