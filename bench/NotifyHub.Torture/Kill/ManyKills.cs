using NotifyHub.E2E.Support;
using NotifyHub.Torture.Check;
using NotifyHub.Torture.Hub;
using NotifyHub.Torture.Load;

namespace NotifyHub.Torture.Kill;

/// <summary>The trouble that the tool is named for: a hard birth, then one kill after the other.</summary>
public sealed class ManyKills(TortureOptions options, History history) : ITrouble
{
    private readonly HardBirth _birth = new(new Random(options.Seed), options.AtEachPoint, history);
    private Killer? _killer;

    public IReadOnlyList<KillRecord> Kills => _killer?.Kills ?? [];

    public Task BeforeAsync(HubNodeProcess node, CancellationToken cancel) => _birth.RunAsync(node, cancel);

    public Task MakeAsync(HubUnderLoad hub, HubStore store, Generator load, CancellationToken cancel)
    {
        _killer = new Killer(hub, store, history);
        return _killer.RunAsync(KillPlan.Draw(options), cancel);
    }

    public Task AfterAsync(CancellationToken cancel) => Task.CompletedTask;

    public void Tell(Verdict verdict)
    {
        verdict.None("kills that went otherwise than planned", Kills.Where(k => k.Complaint is not null).Select(k => $"{k.Plan}: {k.Complaint}"));
        verdict.None("starts that did not die in the migration as planned", _birth.Complaints);
    }
}
