using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Overview;

/// <summary>Vendors' answers of one minute, one provider.</summary>
/// <param name="Minute">Its beginning.</param>
/// <param name="Provider">The vendor.</param>
/// <param name="Accepted">Taken by the vendor.</param>
/// <param name="Refused">Terminal: dead token, bad content, bad credential.</param>
/// <param name="Retried">To be tried again.</param>
public sealed record MinuteCount(DateTimeOffset Minute, ProviderKind Provider, int Accepted, int Refused, int Retried);
