namespace NotifyHub.Security.SignIn;

/// <summary>
/// Growing delay against guessing: some attempts are free, then each doubles the wait up to a cap, and silence forgives. Nobody is ever locked out for good.
/// An attempt counts when it begins, so that many at once gain nothing; success takes the count back. Kept in memory, bounded.
/// </summary>
public sealed class AttemptLimiter(TimeProvider time)
{
    private const int MostSubjects = 20_000;
    private static readonly TimeSpan Forgiven = TimeSpan.FromHours(1);
    private readonly Dictionary<string, Tries> _subjects = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Subjects that are remembered now.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _subjects.Count;
            }
        }
    }

    /// <summary>Begins an attempt on every subject, or on none when one of them has to wait.</summary>
    /// <returns>Zero, or how long to wait.</returns>
    public TimeSpan Begin(params ReadOnlySpan<Subject> subjects)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var wait = TimeSpan.Zero;
            foreach (var subject in subjects)
            {
                if (_subjects.TryGetValue(subject.Name, out var tries) && tries.NotBefore - now is var rest && rest > wait)
                {
                    wait = rest;
                }
            }
            if (wait == TimeSpan.Zero)
            {
                foreach (var subject in subjects)
                {
                    Note(subject, now);
                }
            }
            return wait;
        }
    }

    /// <summary>The attempt was good: its subjects start anew.</summary>
    public void Succeeded(params ReadOnlySpan<Subject> subjects)
    {
        lock (_lock)
        {
            foreach (var subject in subjects)
            {
                _subjects.Remove(subject.Name);
            }
        }
    }

    private void Note(Subject subject, DateTimeOffset now)
    {
        if (_subjects.Count >= MostSubjects)
        {
            Prune(now);
        }
        var before = _subjects.GetValueOrDefault(subject.Name);
        var count = now - before.Last > Forgiven ? 1 : before.Count + 1;
        var delay = count < subject.Free ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(subject.Cap.TotalSeconds, Math.Pow(2, Math.Min(count - subject.Free, 20))));
        _subjects[subject.Name] = new Tries(count, now, now + delay);
    }

    // The oldest half goes: those who still guess are the newest.
    private void Prune(DateTimeOffset now)
    {
        foreach (var (name, _) in _subjects.OrderByDescending(s => now - s.Value.Last).Take(MostSubjects / 2).ToList())
        {
            _subjects.Remove(name);
        }
    }

    private readonly record struct Tries(int Count, DateTimeOffset Last, DateTimeOffset NotBefore);

    /// <summary>What attempts are counted by.</summary>
    /// <param name="Name">Kind and value.</param>
    /// <param name="Free">Attempts before the first wait.</param>
    /// <param name="Cap">Longest wait.</param>
    public readonly record struct Subject(string Name, int Free, TimeSpan Cap)
    {
        /// <summary>An address: many people may share one.</summary>
        public static Subject Address(string? ip) => new($"ip:{ip}", 20, TimeSpan.FromMinutes(15));
        /// <summary>An account, known or not: both must look the same.</summary>
        public static Subject Account(string email) => new($"account:{email.ToUpperInvariant()}", 5, TimeSpan.FromMinutes(5));
        /// <summary>A browser that has signed in to this account before: others' guesses do not delay it.</summary>
        public static Subject Device(string token) => new($"device:{token}", 5, TimeSpan.FromMinutes(5));
        /// <summary>The one-time token of the first set-up.</summary>
        public static Subject Setup { get; } = new("setup", 20, TimeSpan.FromMinutes(1));
    }
}
