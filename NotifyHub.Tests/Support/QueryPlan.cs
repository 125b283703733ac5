using System.Text.RegularExpressions;

namespace NotifyHub.Tests.Support;

/// <summary>Reads SQLite's query plans, whose words changed in 3.36: "SCAN TABLE deliveries AS d" became "SCAN d".</summary>
internal static partial class QueryPlan
{
    /// <summary>A walk over a table or over an index from end to end. Sub-queries, constant rows and the claim's steps from project to project (lane0 to lane3) and what a count with a limit has found (counted), and the stretch of rows that a chunk measures, are walked by design.</summary>
    public static bool IsTableScan(string step) => Walk().IsMatch(step);

    [GeneratedRegex(@"^SCAN (?!SUBQUERY|CONSTANT|\(|[0-9]|(TABLE )?lane[0-9]|counted|stretch$)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Walk();
}
