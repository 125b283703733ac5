using System.Text.Json;
using NotifyHub.Audience.Segments;
using NotifyHub.Audience.Targets;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Explain;

namespace NotifyHub.Components.Pages.Segments;

/// <summary>One segment while it is looked at and changed, with whom it would reach. Counting a million takes a while, so a page that follows counts no more often than it can afford.</summary>
public sealed class SegmentState(SegmentBook segments, AudienceReach reach, TimeProvider time)
{
    /// <summary>Times of a count that pass between two that nobody asked for.</summary>
    private const int Rest = 10;

    private long _countedAt;
    private TimeSpan _took;

    /// <summary>As stored; null for one that is new.</summary>
    public Segment? Stored { get; private set; }

    /// <summary>There is none under this id.</summary>
    public bool IsMissing { get; private set; }

    /// <summary>Its name, as typed.</summary>
    public string Name { get; set; } = "";

    /// <summary>The expression as it is being built.</summary>
    public GroupPart Root { get; private set; } = New();

    /// <summary>What is wrong with it.</summary>
    public IReadOnlyList<Fault> Faults { get; private set; } = [];

    /// <summary>Why it was not stored.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Whom it would reach; null while something is wrong with it.</summary>
    public Reach? Reach { get; private set; }

    /// <summary>The expression as it stands.</summary>
    public JsonElement Expression => JsonSerializer.SerializeToElement(SegmentJson.Write(Root));

    /// <summary>Opens the one of this id, or a new one.</summary>
    public async Task OpenAsync(long projectId, string? id, CancellationToken cancel = default)
    {
        (Stored, Faults, Refusal) = (null, [], null);
        if (id is not null)
        {
            Stored = RowId.TryParse(RowId.Segment, id, out var row) ? await segments.FindAsync(projectId, row, cancel) : null;
            IsMissing = Stored is null;
        }
        (Name, Root) = Stored is null ? ("", New()) : (Stored.Name, SegmentJson.Read(Stored.Expression));
        await CountAsync(projectId, cancel);
    }

    /// <summary>Counts what stands there now.</summary>
    public async Task CountAsync(long projectId, CancellationToken cancel = default)
    {
        var began = time.GetTimestamp();
        var faults = new FaultList();
        var expression = Expression;
        SegmentReader.Read(expression, "", faults);
        Faults = faults.All;
        if (faults.IsEmpty)
        {
            Reach = await reach.CountAsync(projectId, new AudienceTarget(TargetKind.Segment) { Expression = expression.GetRawText() }, category: null, cancel);
        }
        else
        {
            Reach = null;
        }
        (_took, _countedAt) = (time.GetElapsedTime(began), time.GetTimestamp());
    }

    /// <summary>Counts again after a change elsewhere, unless it is too early.</summary>
    public Task FollowAsync(long projectId, CancellationToken cancel = default) =>
        IsMissing || time.GetElapsedTime(_countedAt) < _took * Rest ? Task.CompletedTask : CountAsync(projectId, cancel);

    /// <summary>Stores it.</summary>
    /// <returns>Its id; null when it was refused (see <see cref="Refusal"/> and <see cref="Faults"/>).</returns>
    public async Task<long?> SaveAsync(long projectId, string actor, CancellationToken cancel = default)
    {
        Refusal = null;
        var draft = new SegmentDraft(Name.Trim(), Expression);
        try
        {
            Stored = Stored is { } known ? await segments.ChangeAsync(projectId, known.Id, draft, actor, cancel) : await segments.CreateAsync(projectId, draft, actor, cancel: cancel);
            Refusal = Stored is null ? "It was deleted meanwhile." : null;
            return Stored?.Id;
        }
        catch (RefusedException refused)
        {
            Refusal = refused.Faults is [var first, ..] ? first.Message : refused.Message;
            return null;
        }
    }

    /// <summary>Takes it away.</summary>
    public Task<bool> DeleteAsync(long projectId, string actor, CancellationToken cancel = default) => segments.DeleteAsync(projectId, Stored!.Id, actor, cancel);

    private static GroupPart New()
    {
        var root = new GroupPart();
        root.Parts.Add(new ConditionPart { Value = "ios" });
        return root;
    }
}
