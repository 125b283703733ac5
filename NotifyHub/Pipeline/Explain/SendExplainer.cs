using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Pipeline.Policy;

namespace NotifyHub.Pipeline.Explain;

/// <summary>The dry run: walks a send through intake's checks and dispatch's policy and writes nothing.</summary>
public sealed class SendExplainer
{
    /// <summary>Most devices that are explained of one target.</summary>
    public const int MostDevices = 100;

    private readonly SendIntake _intake;
    private readonly StandingFacts _facts;
    private readonly HubContexts _contexts;
    private readonly TimeProvider _time;

    internal SendExplainer(SendIntake intake, StandingFacts facts, HubContexts contexts, TimeProvider time) => (_intake, _facts, _contexts, _time) = (intake, facts, contexts, time);

    /// <summary>What would become of this send.</summary>
    /// <exception cref="RefusedException">It would be refused.</exception>
    public async Task<SendExplanation> ExplainAsync(long projectId, PushSend send, CancellationToken cancel = default)
    {
        var now = _time.GetUtcNow();
        var draft = await _intake.DraftAsync(projectId, send, now, cancel);
        var (first, all) = await _intake.LookAsync(projectId, draft, MostDevices, cancel);
        var dues = await _intake.DuesAsync(projectId, send, first, now, cancel);
        var devices = await DevicesAsync(projectId, [.. first], cancel);
        var explained = new List<ExplainedDevice>(devices.Count);
        foreach (var device in devices)
        {
            var due = dues?[At(first, device.Id)] ?? draft.DueAt;
            var facts = await _facts.OfAsync(device, draft.Message, send.PreferenceCategory, now, cancel) with { NotBefore = due > now ? due : null, ExpiresAt = draft.ExpiresAt + (due - draft.DueAt) };
            explained.Add(new ExplainedDevice(device, DeliveryPolicy.Explain(facts, now)));
        }
        return new SendExplanation(now, all, Grouped(explained));
    }

    /// <summary>What a send would say and when, once it has passed every check of intake. Stores nothing.</summary>
    /// <exception cref="RefusedException">It would be refused.</exception>
    public async Task<SendWords> WordsAsync(long projectId, PushSend send, CancellationToken cancel = default)
    {
        var draft = await _intake.DraftAsync(projectId, send, _time.GetUtcNow(), cancel);
        return new SendWords(draft.Message, draft.Content.ByLocale ?? new Dictionary<string, PushMessage>(), draft.DueAt);
    }

    private async Task<List<Device>> DevicesAsync(long projectId, long[] ids, CancellationToken cancel)
    {
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        var rows = await db.Devices.AsNoTracking().Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, cancel);
        return [.. ids.Where(rows.ContainsKey).Select(id => rows[id])];
    }

    private static int At(IReadOnlyList<long> ids, long id)
    {
        var i = 0;
        while (ids[i] != id)
        {
            i++;
        }
        return i;
    }

    /// <summary>By person and channel; a device of nobody known stands alone.</summary>
    internal static List<ExplainedPerson> Grouped(List<ExplainedDevice> devices) =>
        [.. devices.GroupBy(d => (d.Device.UserId, d.Device.FingerprintHex, Alone: d.Device.UserId is null && d.Device.FingerprintHex is null ? d.Device.Id : 0)).Select(person =>
            new ExplainedPerson(person.Key.UserId, person.Key.FingerprintHex, [.. person.GroupBy(d => d.Device.Provider.Channel().Wire()).Select(channel => new ExplainedChannel(channel.Key, [.. channel]))]))];
}
