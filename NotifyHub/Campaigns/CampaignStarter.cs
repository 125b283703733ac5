using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Security.Audit;

namespace NotifyHub.Campaigns;

/// <summary>
/// Starts a campaign: its notifications, its fan-out and its own step are one transaction, guarded by its version. Of two presses, or of two nodes at its time, one finds it
/// started and stores nothing.
/// </summary>
internal sealed class CampaignStarter(CampaignIntake intake, IWriteGate gate, IAuditLog audit, TimeProvider time)
{
    /// <summary>Devices that the count may always be off by; beyond that a hundredth of what was expected.</summary>
    internal const int Slack = 10;

    /// <summary>Starts it now.</summary>
    /// <param name="campaign">As it was read.</param>
    /// <param name="variants">Its variants, those held out among them.</param>
    /// <param name="expected">How many devices the caller believes it is for; null when nobody says.</param>
    /// <param name="actor">E-mail or key name, for the audit log.</param>
    /// <param name="ip">Where from, when known.</param>
    /// <param name="cancel">Ends the wait; what is committed stays.</param>
    /// <returns>False when it had started, or was changed, in the meantime.</returns>
    /// <exception cref="RefusedException">It can't be sent, or its audience has moved; nothing was stored.</exception>
    public async Task<bool> StartAsync(Campaign campaign, IReadOnlyList<CampaignVariant> variants, int? expected, string actor, string? ip, CancellationToken cancel)
    {
        var send = CampaignJson.SendOf(campaign);
        var wordings = variants.Where(variant => !variant.IsHoldout).OrderBy(variant => variant.Number).ToList();
        var matched = await intake.MatchedAsync(campaign.ProjectId, send, cancel);
        if (expected is { } believed)
        {
            RefuseMoved(matched, believed);
        }
        try
        {
            await intake.AcceptAsync(
                new SendOrigin(campaign.ProjectId, campaign.ApiKeyId), campaign.Id, [.. wordings.Select(variant => CampaignJson.Over(send, CampaignJson.WordingOf(variant)))],
                (session, notifications) => WriteAsync(session, campaign, variants, wordings, notifications, matched, new AuditFact(campaign.ProjectId, actor, "campaign.started", RowId.Format(RowId.Campaign, campaign.Id), null, ip)), cancel);
            return true;
        }
        catch (StartTakenException)
        {
            // What was first may share our commit and not be on disk yet; work that comes after it is.
            await gate.WriteAsync(_ => ValueTask.CompletedTask, cancel);
            return false;
        }
    }

    /// <summary>Refuses a start whose audience is another than its caller saw.</summary>
    /// <exception cref="RefusedException">It has moved by more than the slack.</exception>
    internal static void RefuseMoved(int matched, int believed)
    {
        if (Math.Abs((long)matched - believed) > Math.Max(Slack, believed / 100))
        {
            throw new RefusedException(RefusalCode.StateConflict, $"The audience has {matched} devices now, not {believed}: look at it again.")
            {
                Figures = new Dictionary<string, long>(StringComparer.Ordinal) { ["matched"] = matched, ["expectedMatched"] = believed },
            };
        }
    }

    private async ValueTask WriteAsync(
        WriteSession session, Campaign campaign, IReadOnlyList<CampaignVariant> variants, List<CampaignVariant> wordings, IReadOnlyList<long> notifications, int matched, AuditFact fact)
    {
        if (await session.Prepare(CampaignSql.Start).Bind(matched, time.GetUtcNow(), campaign.Id, campaign.ProjectId, campaign.Version).ExecuteAsync() == 0)
        {
            throw new StartTakenException();
        }
        foreach (var variant in variants)
        {
            var own = wordings.IndexOf(variant);
            await session.Prepare(CampaignSql.Sent).Bind(notifications[Math.Max(0, own)], campaign.Id, variant.Number).ExecuteLaterAsync();
        }
        await audit.AppendAsync(session, fact);
        session.Changed(campaign.ProjectId, HubTables.Campaigns);
        Failpoint.Hit(CrashPoint.P10);
    }

    private sealed class StartTakenException() : Exception("Another press, another node or a change of the campaign was first.");
}
