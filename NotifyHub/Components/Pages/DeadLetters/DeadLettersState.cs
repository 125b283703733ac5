using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.DeadLetters;
using NotifyHub.Pipeline.Delivery.DeadLetters;

namespace NotifyHub.Components.Pages.DeadLetters;

/// <summary>What the page shows, and which letters are chosen: some of the page, or all that the filter finds.</summary>
public sealed class DeadLettersState(DeadLetterQueries queries, TimeProvider time)
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 50;

    private const int RunsShown = 3;
    private static readonly TimeSpan RunsStay = TimeSpan.FromMinutes(10);

    private readonly RowChoice _choice = new();
    private HashSet<long> _undone = [];
    private DeadLetterFilter _filter = new();
    private long _projectId;

    /// <summary>Filters and place.</summary>
    public DeadLettersAddress Address { get; private set; } = new();

    public ListPage<DeadLetterLine> Page { get; private set; } = new([]);

    /// <summary>The standing ones by reason.</summary>
    public IReadOnlyList<DeadLetterGroup> Groups { get; private set; } = [];

    /// <summary>Runs that go on, or ended a short while ago.</summary>
    public IReadOnlyList<DeadLetterRun> Runs { get; private set; } = [];

    /// <summary>Whether a run that discarded can be taken back: nobody has done it yet.</summary>
    public bool CanUndo(DeadLetterRun run) => run is { Deed: DeadLetterDeed.Discard, FinishedAt: not null, Done: > 0 } && !_undone.Contains(run.Id);

    /// <summary>How many the filter finds; known once the whole page is chosen.</summary>
    public int? Matching { get; private set; }

    /// <summary>All that the filter finds, the other pages included.</summary>
    public bool AllMatching => _choice.All;

    /// <summary>How many are chosen.</summary>
    public int ChosenCount => AllMatching ? Matching ?? 0 : _choice.Count;

    /// <summary>Whether every row of the page is chosen.</summary>
    public bool PageChosen => _choice.PageChosen;

    /// <summary>Whether the count stopped at its limit.</summary>
    public bool MatchingIsMore => Matching > DeadLetterQueries.MostCounted;

    /// <summary>Whether poison could be among what is chosen, so that a word is due.</summary>
    public bool MayHoldPoison => AllMatching
        ? Address.Reason is null && Groups.Any(group => group.Reason == DeliveryReason.Poison)
        : Page.Items.Any(line => line.Send.Reason == DeliveryReason.Poison && _choice.Has(line.Send.Id));

    /// <summary>Reads the page at this address. Another filter or another page lets go of what was chosen.</summary>
    public async Task LoadAsync(long projectId, DeadLettersAddress address, CancellationToken cancel = default)
    {
        if (address != Address || projectId != _projectId)
        {
            Clear();
        }
        (_projectId, Address) = (projectId, address);
        _filter = address.ToFilter(time.GetUtcNow());
        Page = await queries.PageAsync(projectId, _filter, address.Cursor, PageSize, cancel);
        Groups = await queries.GroupsAsync(projectId, cancel);
        var since = time.GetUtcNow() - RunsStay;
        var runs = await queries.RunsAsync(projectId, RunsShown, cancel);
        Runs = [.. runs.Where(run => run.FinishedAt is null || run.FinishedAt > since)];
        _undone = [.. runs.Select(DeadLetterQueries.UndoneBy).OfType<long>()];
        _choice.Show(Page.Items.Select(line => line.Send.Id));
    }

    /// <summary>Whether this row is chosen.</summary>
    public bool IsChosen(long id) => _choice.Has(id);

    /// <summary>Chooses one row or lets it go.</summary>
    public void Choose(long id, bool chosen) => _choice.Choose(id, chosen);

    /// <summary>Chooses the whole page, and counts what the filter finds beyond it; or lets all go.</summary>
    public async Task ChoosePageAsync(bool chosen, CancellationToken cancel = default)
    {
        if (!chosen)
        {
            Clear();
            return;
        }
        _choice.ChoosePage();
        Matching = await queries.CountAsync(_projectId, _filter, cancel);
    }

    /// <summary>Chooses all that the filter finds.</summary>
    public void ChooseMatching()
    {
        if (Matching is not null)
        {
            _choice.ChooseAll();
        }
    }

    /// <summary>Lets all go.</summary>
    public void Clear()
    {
        _choice.Clear();
        Matching = null;
    }

    /// <summary>What is chosen, for an order.</summary>
    public DeadLetterSelection Selection(bool includePoison) => AllMatching
        ? new DeadLetterSelection { Filter = _filter, IncludePoison = includePoison }
        : new DeadLetterSelection { Ids = _choice.Ids };
}
