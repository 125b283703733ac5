using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Alerts;

/// <summary>An alert with what became of telling it.</summary>
public sealed record AlertLine(Alert Alert, IReadOnlyList<AlertMessage> Messages);
