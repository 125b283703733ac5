using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Campaigns;

/// <summary>Who asks for something about a campaign.</summary>
/// <param name="Origin">Project and key.</param>
/// <param name="Actor">E-mail or key name, for the audit log.</param>
/// <param name="Ip">Where from, when known.</param>
public sealed record CampaignCaller(SendOrigin Origin, string Actor, string? Ip = null);

/// <summary>A campaign with its variants, those held out last.</summary>
public sealed record CampaignView(Campaign Row, IReadOnlyList<CampaignVariant> Variants);

/// <summary>Makes, changes and removes campaigns that have not started. How they run lies in <see cref="CampaignControl"/>.</summary>
public sealed class CampaignDesk(HubContexts contexts, IWriteGate gate, HubIds ids, CampaignIntake intake, IAuditLog audit, TimeProvider time)
{
    /// <summary>A new draft; each wording is checked as if it were sent now.</summary>
    /// <exception cref="RefusedException">It is refused; nothing was stored.</exception>
    public async Task<CampaignView> CreateAsync(CampaignCaller caller, CampaignRequest request, Once<CampaignView>? once = null, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        faults.Required("/name", request.Name);
        CampaignChecks.Check(request.Name, request.Send, request.Variants, request.HoldoutPercent, faults);
        faults.ThrowIfAny();
        await CheckSendsAsync(caller.Origin.ProjectId, request.Send, request.Variants ?? [], cancel);
        return await AddAsync(caller, request.Name, CampaignJson.Write(request.Send), request.Variants ?? [], CampaignChecks.Hundredths(request.HoldoutPercent ?? 0), "campaign.created", once, cancel);
    }

    /// <summary>A new draft that says and reaches the same. Null when there is no such campaign in this project.</summary>
    public async Task<CampaignView?> CloneAsync(CampaignCaller caller, long id, Once<CampaignView>? once = null, CancellationToken cancel = default)
    {
        if (await FindAsync(caller.Origin.ProjectId, id, cancel) is not { } found)
        {
            return null;
        }
        const string ending = " (copy)";
        var name = found.Row.Name.Length + ending.Length <= 100 ? found.Row.Name + ending : found.Row.Name;
        return await AddAsync(caller, name, found.Row.Send, WordingsOf(found.Variants), found.Row.Holdout, "campaign.cloned", once, cancel);
    }

    /// <summary>Changes what is given. Null when there is no such campaign in this project.</summary>
    /// <exception cref="RefusedException">It is refused, or the campaign has started.</exception>
    public async Task<CampaignView?> ChangeAsync(CampaignCaller caller, long id, CampaignPatch patch, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        CampaignChecks.Check(patch.Name, patch.Send, patch.Variants, patch.HoldoutPercent, faults);
        faults.ThrowIfAny();
        if (await FindAsync(caller.Origin.ProjectId, id, cancel) is not { } found)
        {
            return null;
        }
        RefuseStarted(found.Row);
        var (send, wordings) = (patch.Send ?? CampaignJson.SendOf(found.Row), patch.Variants ?? WordingsOf(found.Variants));
        if (patch.Send is not null || patch.Variants is not null)
        {
            await CheckSendsAsync(caller.Origin.ProjectId, send, wordings, cancel);
        }
        return await gate.WriteAsync<CampaignView?>(ProjectScope.Of(caller.Origin.ProjectId), async (db, session) =>
        {
            var row = await db.Campaigns.SingleOrDefaultAsync(c => c.Id == id, cancel);
            if (row is null)
            {
                return null;
            }
            RefuseStarted(row);
            if (row.Version != found.Row.Version)
            {
                throw new RefusedException(RefusalCode.StateConflict, "The campaign has been changed in the meantime; read it again.");
            }
            (row.Name, row.Send, row.Holdout) = (patch.Name ?? row.Name, CampaignJson.Write(send), patch.HoldoutPercent is { } share ? CampaignChecks.Hundredths(share) : row.Holdout);
            (row.Version, row.UpdatedAt, row.PausedBecause) = (row.Version + 1, time.GetUtcNow(), null);
            db.CampaignVariants.RemoveRange(await db.CampaignVariants.Where(v => v.CampaignId == id).ToListAsync(cancel));
            await db.SaveChangesAsync(cancel);
            var variants = CampaignChecks.Variants(row, wordings);
            db.CampaignVariants.AddRange(variants);
            await TellAsync(session, caller, "campaign.changed", row);
            return new CampaignView(row, variants);
        }, cancel);
    }

    /// <summary>Removes a draft. False when there is no such campaign in this project.</summary>
    /// <exception cref="RefusedException">It is no draft: what was sent stays on record.</exception>
    public Task<bool> DeleteAsync(CampaignCaller caller, long id, CancellationToken cancel = default) =>
        gate.WriteAsync(ProjectScope.Of(caller.Origin.ProjectId), async (db, session) =>
        {
            if (await db.Campaigns.SingleOrDefaultAsync(c => c.Id == id, cancel) is not { } row)
            {
                return false;
            }
            if (row.State != CampaignState.Draft)
            {
                throw new RefusedException(RefusalCode.StateConflict, "Only a draft can be deleted; cancel this one.");
            }
            db.CampaignVariants.RemoveRange(await db.CampaignVariants.Where(v => v.CampaignId == id).ToListAsync(cancel));
            db.Campaigns.Remove(row);
            await TellAsync(session, caller, "campaign.deleted", row);
            return true;
        }, cancel);

    /// <summary>One campaign; null when it is not of this project.</summary>
    public async Task<CampaignView?> FindAsync(long projectId, long id, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancel) is not { } row ? null
            : new CampaignView(row, await db.CampaignVariants.AsNoTracking().Where(v => v.CampaignId == id).OrderBy(v => v.Number).ToListAsync(cancel));
    }

    /// <summary>Newest first, before this id.</summary>
    public async Task<IReadOnlyList<CampaignView>> ListAsync(long projectId, CampaignState? state, long? before, int take, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        var rows = await Listed(db, projectId, state, before).Take(take).ToListAsync(cancel);
        var own = rows.ConvertAll(row => row.Id);
        var variants = (await db.CampaignVariants.AsNoTracking().Where(v => own.Contains(v.CampaignId)).OrderBy(v => v.Number).ToListAsync(cancel)).ToLookup(v => v.CampaignId);
        return rows.ConvertAll(row => new CampaignView(row, [.. variants[row.Id]]));
    }

    /// <summary>The query itself, for the test of its plan.</summary>
    internal static IQueryable<Campaign> Listed(HubDb db, long projectId, CampaignState? state, long? before) =>
        db.Campaigns.AsNoTracking().Where(c => c.ProjectId == projectId && (before == null || c.Id < before) && (state == null || c.State == state)).OrderByDescending(c => c.Id);

    private Task<CampaignView> AddAsync(
        CampaignCaller caller, string name, string send, IReadOnlyList<CampaignWording> wordings, int holdout, string action, Once<CampaignView>? once, CancellationToken cancel) =>
        gate.WriteAsync(ProjectScope.Of(caller.Origin.ProjectId), async (db, session) =>
        {
            var now = time.GetUtcNow();
            var row = new Campaign
            {
                Id = ids.Next(), ProjectId = caller.Origin.ProjectId, Name = name, State = CampaignState.Draft, Send = send, Holdout = holdout, ApiKeyId = caller.Origin.ApiKeyId, CreatedBy = caller.Actor, CreatedAt = now, UpdatedAt = now,
            };
            var view = new CampaignView(row, CampaignChecks.Variants(row, wordings));
            db.Add(row);
            db.AddRange(view.Variants);
            await TellAsync(session, caller, action, row);
            if (once is not null)
            {
                await once.RecordAsync(session, view, now);
            }
            return view;
        }, cancel);

    // Each wording as it would go out; a fault of one says of which.
    private async Task CheckSendsAsync(long projectId, PushSend send, IReadOnlyList<CampaignWording> wordings, CancellationToken cancel)
    {
        for (var i = 0; i < Math.Max(1, wordings.Count); i++)
        {
            try
            {
                await intake.CheckAsync(projectId, wordings.Count == 0 ? send : CampaignJson.Over(send, wordings[i]), cancel);
            }
            catch (RefusedException refused)
            {
                var words = wordings.Count == 0 ? refused.Message : $"{wordings[i].Name}: {refused.Message}";
                throw new RefusedException(refused.Code, words) { Faults = [.. refused.Faults.Select(fault => fault with { Pointer = "/send" + fault.Pointer })], Figures = refused.Figures, RetryAfter = refused.RetryAfter };
            }
        }
    }

    private static IReadOnlyList<CampaignWording> WordingsOf(IReadOnlyList<CampaignVariant> variants) =>
        variants.Count(v => !v.IsHoldout) == 1 ? [] : [.. variants.Where(v => !v.IsHoldout).Select(CampaignJson.WordingOf)];

    private static void RefuseStarted(Campaign row)
    {
        if (row.State is not (CampaignState.Draft or CampaignState.Scheduled))
        {
            throw new RefusedException(RefusalCode.StateConflict, "It has started; clone it to change it.");
        }
    }

    private async Task TellAsync(WriteSession session, CampaignCaller caller, string action, Campaign row)
    {
        await audit.AppendAsync(session, new AuditFact(row.ProjectId, caller.Actor, action, RowId.Format(RowId.Campaign, row.Id), null, caller.Ip));
        session.Changed(row.ProjectId, HubTables.Campaigns);
    }
}
