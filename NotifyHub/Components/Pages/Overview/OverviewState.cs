using NotifyHub.Insights.Overview;
using NotifyHub.Insights.Sends;

namespace NotifyHub.Components.Pages.Overview;

/// <summary>What the overview shows.</summary>
public sealed class OverviewState(OverviewQueries queries, SetupChecklist checklist, SendQueries sends, TimeProvider time)
{
    /// <summary>Minutes in the chart.</summary>
    public const int Minutes = 60;

    private const int LatestShown = 8;

    /// <summary>Set-up steps that are done.</summary>
    public IReadOnlySet<SetupStep> Done { get; private set; } = new HashSet<SetupStep>();

    /// <summary>Every step is done.</summary>
    public bool IsSetUp => Done.Count == Enum.GetValues<SetupStep>().Length;

    /// <summary>Nothing was ever sent.</summary>
    public bool IsEmpty => Latest.Count == 0;

    /// <summary>Null before the first read.</summary>
    public OverviewFigures? Figures { get; private set; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<SendRow> Latest { get; private set; } = [];

    /// <summary>One bar a minute, oldest first, empty minutes included.</summary>
    public IReadOnlyList<MinuteBar> Bars { get; private set; } = [];

    /// <summary>Reads everything.</summary>
    public async Task LoadAsync(long projectId, CancellationToken cancel = default)
    {
        Done = await checklist.DoneAsync(projectId, cancel);
        Latest = (await sends.PageAsync(projectId, new SendFilter(), default, LatestShown, cancel)).Items;
        Figures = await queries.ReadAsync(projectId);
        Bars = MinuteBar.Fill(Figures.Minutes, time.GetUtcNow(), Minutes);
    }
}
