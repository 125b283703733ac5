using System.Text;

namespace NotifyHub.Pipeline.Messages;

/// <summary>Collects every fault of a request; the checks that many requests share.</summary>
public sealed class FaultList
{
    private readonly List<Fault> _faults = [];

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<Fault> All => _faults;

    /// <summary>True while nothing was found.</summary>
    public bool IsEmpty => _faults.Count == 0;

    /// <summary>How many were found.</summary>
    public int Count => _faults.Count;

    /// <summary>One more.</summary>
    public void Add(string pointer, string code, string message) => _faults.Add(new Fault(pointer, code, message));

    /// <summary>All of another list.</summary>
    public void AddRange(FaultList others) => _faults.AddRange(others._faults);

    /// <summary>Must be there and not blank.</summary>
    public void Required(string pointer, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            Add(pointer, "required", $"{NameOf(pointer)} is required.");
        }
    }

    /// <summary>Between these numbers of characters (UTF-16 units) when given.</summary>
    public void Length(string pointer, string? value, int max, int min = 1)
    {
        if (value is not null && (value.Length > max || value.Length < min))
        {
            Add(pointer, value.Length > max ? "too_long" : "too_short", $"{NameOf(pointer)} has {value.Length} characters; {min} to {max} are allowed.");
        }
    }

    /// <summary>At most this many bytes in UTF-8, at least one, when given.</summary>
    public void Bytes(string pointer, string? value, int max)
    {
        if (value is not null && (value.Length == 0 || Encoding.UTF8.GetByteCount(value) > max))
        {
            Add(pointer, value.Length == 0 ? "too_short" : "too_long", $"{NameOf(pointer)} has {Encoding.UTF8.GetByteCount(value)} bytes; 1 to {max} are allowed.");
        }
    }

    /// <summary>Within the range when given.</summary>
    public void Range(string pointer, long? value, long min, long max)
    {
        if (value < min || value > max)
        {
            Add(pointer, "out_of_range", $"{NameOf(pointer)} is {value}; {min} to {max} are allowed.");
        }
    }

    /// <summary>One of the names when given.</summary>
    public void OneOf(string pointer, string? value, params ReadOnlySpan<string> allowed)
    {
        if (value is not null && !allowed.Contains(value))
        {
            Add(pointer, "not_allowed", $"{NameOf(pointer)} must be one of {string.Join(", ", allowed.ToArray())}.");
        }
    }

    /// <summary>Ends the request when anything was found.</summary>
    /// <exception cref="RefusedException">With all faults.</exception>
    public void ThrowIfAny()
    {
        if (!IsEmpty)
        {
            throw RefusedException.For(_faults);
        }
    }

    private static string NameOf(string pointer) => pointer[(pointer.LastIndexOfAny(['/', '?']) + 1)..];
}
