using NotifyHub.Data.Gate;

namespace NotifyHub.Audience.People.Erasing;

/// <summary>Whom an erasure is about.</summary>
/// <param name="ProjectId">Whose user it is.</param>
/// <param name="UserId">The app's own id.</param>
/// <param name="FingerprintHex">Of the person, when one was known.</param>
/// <param name="At">When it was asked for: what came later belongs to somebody new.</param>
public sealed record ErasedPerson(long ProjectId, string UserId, string? FingerprintHex, DateTimeOffset At);

/// <summary>An area that keeps something of people in tables of its own forgets it here. Register it; the erasure calls it until nothing is left.</summary>
public interface IErasurePart
{
    /// <summary>Removes a slice of at most some hundred rows, inside the gate. May run again after a crash.</summary>
    /// <returns>How many rows went; 0 when nothing is left.</returns>
    ValueTask<int> EraseAsync(WriteSession session, ErasedPerson person);
}
