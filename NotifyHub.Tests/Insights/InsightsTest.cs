using System.Text.RegularExpressions;
using NotifyHub.Insights;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Insights;

/// <summary>A store of its own with rows to read.</summary>
public abstract partial class InsightsTest : IAsyncLifetime
{
    private protected TempStore Store { get; private set; } = null!;

    private protected SendRows Rows { get; private set; } = null!;

    private protected ManualTime Clock { get; } = new();

    public virtual async Task InitializeAsync()
    {
        Store = await TempStore.OpenAsync();
        Rows = new SendRows(Store, Clock);
    }

    public async Task DisposeAsync() => await Store.DisposeAsync();

    /// <summary>How SQLite would run it, one line a step, in the words of 3.36 and later (3.35 says "TABLE deliveries AS t" for "t").</summary>
    private protected async Task<string> PlanAsync(SqlText sql)
    {
        await using var connection = await Store.Engine.OpenReadAsync();
        var steps = await (sql with { Text = "explain query plan " + sql.Text }).QueryAsync(connection, row => row.GetString(3), CancellationToken.None);
        return OldWords().Replace(string.Join('\n', steps), match => match.Groups["alias"].Success ? match.Groups["alias"].Value : match.Groups["table"].Value);
    }

    [GeneratedRegex(@"TABLE (?<table>\w+)( AS (?<alias>\w+))?")]
    private static partial Regex OldWords();
}
