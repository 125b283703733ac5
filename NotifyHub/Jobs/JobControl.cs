using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Security.Audit;

namespace NotifyHub.Jobs;

/// <summary>What came of an operator's wish.</summary>
public enum JobAnswer
{
    /// <summary>Done.</summary>
    Done,
    /// <summary>There is no such job.</summary>
    NotFound,
    /// <summary>It runs now, is paused already, or is not paused.</summary>
    NotNow,
}

/// <summary>
/// Run now, pause, resume; each with its audit entry. A pause is a row that every node reads before a run.
/// </summary>
public sealed class JobControl(JobCatalog catalog, JobRecorder recorder, IWriteGate gate, IAuditLog audit, TimeProvider time)
{
    private const string Pause = """
        insert into job_states (job, paused_at, paused_by, last_duration_ms, last_failed) values (@job, @now, @by, 0, 0)
        on conflict (job) do update set paused_at = excluded.paused_at, paused_by = excluded.paused_by where job_states.paused_at is null
        """;

    private const string Resume = "update job_states set paused_at = null, paused_by = null where job = @job and paused_at is not null";

    /// <summary>Runs the job in this process now, paused or not; returns when it is over.</summary>
    public async Task<JobAnswer> RunAsync(string job, string by, CancellationToken cancel = default)
    {
        if (catalog.Find(job) is not { } entry)
        {
            return JobAnswer.NotFound;
        }
        await gate.WriteAsync(session => audit.AppendAsync(session, new AuditFact(null, by, "job.run", job)), cancel);
        // Not cancelled with the caller: half a run helps nobody.
        return await recorder.RunAsync(job, entry.Job(), CancellationToken.None) ? JobAnswer.Done : JobAnswer.NotNow;
    }

    /// <summary>No node runs it by schedule any more.</summary>
    public Task<JobAnswer> PauseAsync(string job, string by, CancellationToken cancel = default) =>
        SetAsync(job, session => session.Prepare(Pause).Bind(job, time.GetUtcNow(), by).ExecuteAsync(), new AuditFact(null, by, "job.paused", job), cancel);

    /// <summary>It runs by schedule again.</summary>
    public Task<JobAnswer> ResumeAsync(string job, string by, CancellationToken cancel = default) =>
        SetAsync(job, session => session.Prepare(Resume).Bind(job).ExecuteAsync(), new AuditFact(null, by, "job.resumed", job), cancel);

    private async Task<JobAnswer> SetAsync(string job, Func<WriteSession, ValueTask<int>> set, AuditFact fact, CancellationToken cancel) =>
        catalog.Find(job) is null ? JobAnswer.NotFound : await gate.WriteAsync(async session =>
        {
            if (await set(session) == 0)
            {
                return JobAnswer.NotNow;
            }
            await audit.AppendAsync(session, fact);
            session.Changed(0, HubTables.Jobs);
            return JobAnswer.Done;
        }, cancel);
}
