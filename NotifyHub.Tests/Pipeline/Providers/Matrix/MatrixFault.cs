using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Matrix;

/// <summary>What a fault must lead to.</summary>
/// <param name="Kinds">Any of these.</param>
internal sealed record Expected(params OutcomeKind[] Kinds)
{
    /// <summary>Whether the message may have reached its device; null: either.</summary>
    public bool? Maybe { get; init; }

    /// <summary>Our word for it; null: any.</summary>
    public string? Code { get; init; }

    /// <summary>The vendor's wait in seconds, least and most; null: not looked at.</summary>
    public (int Least, int Most)? Wait { get; init; }

    public static Expected Accepted => new(OutcomeKind.Accepted);

    public static Expected Retry(bool? maybe = null, string? code = null) => new(OutcomeKind.Retry) { Maybe = maybe, Code = code };

    /// <summary>Overload: the vendor's, or this device's.</summary>
    public static Expected Busy => new(OutcomeKind.Retry, OutcomeKind.TokenSlow);
}

/// <summary>One column of the matrix: a fault that the first request meets; those after it are answered well.</summary>
/// <param name="Name">In words.</param>
/// <param name="Versions">HTTP versions in which it can happen.</param>
/// <param name="Expect">What it leads to.</param>
internal abstract record MatrixFault(string Name, int[] Versions, Func<MatrixVendor, Expected> Expect)
{
    /// <summary>It ends by the provider's own time limit, which the test sets to a moment.</summary>
    public bool EndsByTimeLimit { get; init; }

    /// <summary>The message after it must get through on the same provider.</summary>
    public bool Recovers { get; init; } = true;
}

/// <summary>An answer that an HTTP server can give.</summary>
internal sealed record AnswerFault(string Name, int[] Versions, Func<MatrixVendor, Expected> Expect, Reply Answer) : MatrixFault(Name, Versions, Expect);

/// <summary>Bytes in place of an HTTP/1.1 answer.</summary>
internal sealed record BytesFault(string Name, Func<MatrixVendor, Expected> Expect, string Bytes, bool Reset = false) : MatrixFault(Name, [1], Expect);

/// <summary>HTTP/2 frames in place of an answer.</summary>
internal sealed record FramesFault(string Name, Func<MatrixVendor, Expected> Expect, Func<FramePeer, int, Task> Play) : MatrixFault(Name, [2], Expect)
{
    /// <summary>Streams that the vendor allows at once; null: any number.</summary>
    public int? MaxStreams { get; init; }

    /// <summary>Whether a keep-alive PING is answered.</summary>
    public bool AnswersPings { get; init; } = true;
}

/// <summary>No connection comes about, or not one to the vendor.</summary>
internal sealed record AddressFault(string Name, Func<MatrixVendor, Expected> Expect, Func<MatrixServers, string> Address) : MatrixFault(Name, [1, 2], Expect);
