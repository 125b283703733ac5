namespace NotifyHub.Components.Shared;

/// <summary>Which rows of a paged list are chosen: some of the page, or all that the list's filter finds. No row stays chosen that the reader can't see, unless all are.</summary>
public sealed class RowChoice
{
    private readonly HashSet<long> _chosen = [];
    private IReadOnlyList<long> _page = [];

    /// <summary>All that the filter finds, the other pages included.</summary>
    public bool All { get; private set; }

    /// <summary>How many rows of the page are chosen; says nothing while <see cref="All"/> are.</summary>
    public int Count => _chosen.Count;

    /// <summary>The chosen rows of the page, oldest first.</summary>
    public IReadOnlyList<long> Ids => [.. _chosen.Order()];

    /// <summary>Whether every row of the page is chosen.</summary>
    public bool PageChosen => _page.Count > 0 && (All || _page.All(_chosen.Contains));

    /// <summary>The page that is shown now.</summary>
    public void Show(IEnumerable<long> page)
    {
        _page = [.. page];
        if (!All)
        {
            _chosen.IntersectWith(_page);
        }
    }

    /// <summary>Whether this row is chosen.</summary>
    public bool Has(long id) => All || _chosen.Contains(id);

    /// <summary>Chooses one row or lets it go; of all, the rest of the page stays.</summary>
    public void Choose(long id, bool chosen)
    {
        if (All)
        {
            All = false;
            _chosen.UnionWith(_page);
        }
        _ = chosen ? _chosen.Add(id) : _chosen.Remove(id);
    }

    /// <summary>Chooses the whole page.</summary>
    public void ChoosePage() => _chosen.UnionWith(_page);

    /// <summary>Chooses all that the filter finds.</summary>
    public void ChooseAll() => All = true;

    /// <summary>Lets all go.</summary>
    public void Clear()
    {
        _chosen.Clear();
        All = false;
    }
}
