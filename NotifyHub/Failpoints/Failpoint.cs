using System.Diagnostics;

namespace NotifyHub.Failpoints;

/// <summary>
/// Lets a test build die, throw, sleep or stand still at a named moment. Calls are compiled only under FAILPOINTS
/// (<c>dotnet build -p:Failpoints=true</c>): a normal build holds no call and these methods are empty, which a test shows.
/// </summary>
public static partial class Failpoint
{
    /// <summary>The moment has come.</summary>
    [Conditional("FAILPOINTS")]
    public static void Hit(CrashPoint point) => Reach(point);

    /// <summary>The moment is when the answer to this request has been sent.</summary>
    [Conditional("FAILPOINTS")]
    public static void AfterReply(HttpContext http, CrashPoint point) => ReachAfterReply(http, point);

    /// <summary>The moment is when what was written to this stream has left.</summary>
    [Conditional("FAILPOINTS")]
    public static void AfterFlush(Stream stream, CrashPoint point) => ReachAfterFlush(stream, point);

    /// <summary>The moment is after each command that EF runs from now on, until null is given.</summary>
    [Conditional("FAILPOINTS")]
    public static void AfterEveryCommand(CrashPoint? point) => ReachAfterEveryCommand(point);

    static partial void Reach(CrashPoint point);
    static partial void ReachAfterReply(HttpContext http, CrashPoint point);
    static partial void ReachAfterFlush(Stream stream, CrashPoint point);
    static partial void ReachAfterEveryCommand(CrashPoint? point);
}
