using System.Globalization;
using System.Threading.Channels;

namespace NotifyHub.Data.Postgres;

/// <summary>Changes that other nodes have not been told of, gathered by project.</summary>
internal sealed class NodeNews
{
    /// <summary>Name of the NOTIFY channel.</summary>
    public const string Name = "notifyhub";

    /// <summary>A message holds less than 8000 bytes; past so many projects it says "several".</summary>
    private const int ProjectsMax = 200;

    private readonly Lock _lock = new();
    private readonly Channel<bool> _waiting = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private Dictionary<long, HubTables> _changes = [];

    /// <summary>What is said when nobody knows what was missed.</summary>
    public static HubChange Anything { get; } = new(0, Enum.GetValues<HubTables>().Aggregate((all, table) => all | table));

    /// <summary>Returns as soon as there is something to tell.</summary>
    public async Task WaitAsync(CancellationToken cancel) => await _waiting.Reader.ReadAsync(cancel);

    /// <summary>Notes a change of this node. Cheap: called after every commit.</summary>
    public void Add(HubChange change)
    {
        lock (_lock)
        {
            var project = _changes.Count < ProjectsMax || _changes.ContainsKey(change.ProjectId) ? change.ProjectId : 0;
            _changes[project] = _changes.GetValueOrDefault(project) | change.Tables;
        }
        _waiting.Writer.TryWrite(true);
    }

    /// <summary>What to tell; from here on it is gathered anew.</summary>
    public string Take()
    {
        Dictionary<long, HubTables> changes;
        lock (_lock)
        {
            (changes, _changes) = (_changes, []);
        }
        return string.Join(' ', changes.Select(change => string.Create(CultureInfo.InvariantCulture, $"{change.Key:x}:{(int)change.Value:x}")));
    }

    /// <summary>What another node told; words of a newer version that we can't read are passed over.</summary>
    public static IEnumerable<HubChange> Read(string payload)
    {
        foreach (var word in payload.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Split(':') is [var project, var tables]
                && long.TryParse(project, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var id)
                && int.TryParse(tables, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits))
            {
                yield return new HubChange(id, (HubTables)bits);
            }
        }
    }
}
