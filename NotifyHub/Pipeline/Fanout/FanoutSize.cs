namespace NotifyHub.Pipeline.Fanout;

/// <summary>How many candidates a chunk looks at: as many as were written in the time that the write gate can spare, found by trying.</summary>
internal sealed class FanoutSize(TimeSpan target)
{
    /// <summary>Most of one chunk.</summary>
    public const int Most = 10_000;

    private const int Least = 200;

    /// <summary>The first is small, so that delivery begins at once.</summary>
    public int Next { get; private set; } = 500;

    /// <summary>A chunk of this size took so long inside the gate.</summary>
    public void Took(int size, TimeSpan time)
    {
        var fits = size * (target / (time > TimeSpan.Zero ? time : TimeSpan.FromMicroseconds(1)));
        // A short stretch at the end of a part says little.
        if (size >= Next / 2)
        {
            Next = (int)Math.Clamp(fits, Math.Max(Least, Next / 4), Math.Min(Most, Next * 2));
        }
    }

    /// <summary>A chunk of this size was too much.</summary>
    public void Shrink() => Next = Math.Max(1, Next / 4);
}
