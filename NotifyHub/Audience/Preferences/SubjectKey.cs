using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Preferences;

/// <summary>Whose consent it is.</summary>
/// <param name="Kind">User or fingerprint.</param>
/// <param name="Id">The app's own user id, or 64 lower-case hex characters.</param>
public readonly record struct SubjectKey(ConsentSubject Kind, string Id)
{
    /// <summary>A user.</summary>
    /// <exception cref="RefusedException">No user can be called so.</exception>
    public static SubjectKey OfUser(string userId)
    {
        var faults = new FaultList();
        ProfileChecks.UserId(faults, "/userId", userId);
        faults.ThrowIfAny();
        return new SubjectKey(ConsentSubject.User, userId);
    }

    /// <summary>Whoever the fingerprint stands for.</summary>
    /// <exception cref="RefusedException">Malformed hex.</exception>
    public static SubjectKey OfFingerprint(string hex)
    {
        var faults = new FaultList();
        ProfileChecks.Fingerprint(faults, "/fingerprintHex", hex);
        faults.ThrowIfAny();
        return new SubjectKey(ConsentSubject.Fingerprint, hex.ToLowerInvariant());
    }
}
