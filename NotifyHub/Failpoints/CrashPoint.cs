namespace NotifyHub.Failpoints;

/// <summary>
/// The moments at which a crash must cost nothing. docs/guarantees.md tells what each shows.
/// </summary>
public enum CrashPoint
{
    /// <summary>A send has been read from the request; nothing is checked or stored.</summary>
    P1 = 1,
    /// <summary>Its rows are written, the transaction is not committed.</summary>
    P2 = 2,
    /// <summary>It is committed and not yet answered.</summary>
    P3 = 3,
    /// <summary>The 202 has gone out.</summary>
    P4 = 4,
    /// <summary>Deliveries are claimed, none has been handed to a vendor.</summary>
    P5 = 5,
    /// <summary>The request's bytes have left for the vendor, no answer has been read.</summary>
    P6 = 6,
    /// <summary>The vendor's answer has been read, the result is not stored.</summary>
    P7 = 7,
    /// <summary>Some deliveries of a send are written, others are not: inside a send's transaction, or inside a fan-out's chunk.</summary>
    P8 = 8,
    /// <summary>A digest's step to its next slot is written and not committed, or committed while others of the same run are to come.</summary>
    P9 = 9,
    /// <summary>A campaign's start, or a stretch of its audience, is written and not committed.</summary>
    P10 = 10,
    /// <summary>A statement of a migration has run.</summary>
    P11 = 11,
    /// <summary>The old credential is retired, the new one is not active yet.</summary>
    P12 = 12,
    /// <summary>Some slices of an erasure are done, others are not.</summary>
    P13 = 13,
}
