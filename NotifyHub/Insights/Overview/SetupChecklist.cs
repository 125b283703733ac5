using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Overview;

/// <summary>What a project still needs before its first push is confirmed. Once complete it stays so, and costs nothing.</summary>
public sealed class SetupChecklist(HubContexts contexts)
{
    // A confirmation is looked for among the last sends only: nobody with more than that needs the list.
    private const int SendsLookedAt = 1000;
    private readonly ConcurrentDictionary<long, byte> _complete = [];

    /// <summary>The steps that are done.</summary>
    public async Task<IReadOnlySet<SetupStep>> DoneAsync(long projectId, CancellationToken cancel = default)
    {
        if (_complete.ContainsKey(projectId))
        {
            return Enum.GetValues<SetupStep>().ToHashSet();
        }
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        var done = new HashSet<SetupStep>();
        Mark(SetupStep.Credential, await db.Credentials.AnyAsync(c => c.State == CredentialState.Active, cancel));
        Mark(SetupStep.Device, await db.Devices.AnyAsync(cancel));
        Mark(SetupStep.Key, await db.ApiKeys.AnyAsync(k => k.Kind == ApiKeyKind.Server && k.RevokedAt == null, cancel));
        Mark(SetupStep.Send, await db.Deliveries.AnyAsync(cancel));
        Mark(SetupStep.Ack, await db.Deliveries.Where(d => d.Status == DeliveryStatus.Sent).OrderByDescending(d => d.Id).Take(SendsLookedAt).AnyAsync(d => d.AckedAt != null, cancel));
        if (done.Count == Enum.GetValues<SetupStep>().Length)
        {
            _complete.TryAdd(projectId, 0);
        }
        return done;

        void Mark(SetupStep step, bool isDone)
        {
            if (isDone)
            {
                done.Add(step);
            }
        }
    }
}
