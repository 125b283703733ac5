namespace NotifyHub.Torture.Kill;

/// <summary>A kill that happened.</summary>
/// <param name="Plan">What was meant.</param>
/// <param name="Held">Deliveries under the dead process's lease: no others may be sent twice on its account.</param>
/// <param name="Before">The process that comes after it sends nothing before this.</param>
/// <param name="Complaint">What went otherwise than promised.</param>
public sealed record KillRecord(KillPlan Plan, IReadOnlySet<long> Held, DateTimeOffset Before, string? Complaint);
