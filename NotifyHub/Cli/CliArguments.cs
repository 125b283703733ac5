namespace NotifyHub.Cli;

/// <summary>A command line that can't be understood: exit code 2.</summary>
internal sealed class CliUsageException(string message) : Exception(message);

/// <summary>What was refused, or could not be reached: exit code 1.</summary>
internal sealed class CliRefusedException(string message) : Exception(message);

/// <summary>Options of a verb: <c>--name value</c> or <c>--name=value</c>; a switch has no value. What the verb does not know is refused.</summary>
internal sealed class CliArguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Reads what stands after the verb.</summary>
    /// <param name="args">Everything after the verb's words.</param>
    /// <param name="options">Names with a value.</param>
    /// <param name="switches">Names without one.</param>
    /// <exception cref="CliUsageException">An unknown name, a missing value, a name given twice.</exception>
    public static CliArguments Read(ReadOnlySpan<string> args, IReadOnlyCollection<string> options, IReadOnlyCollection<string>? switches = null)
    {
        var read = new CliArguments();
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = args[i].StartsWith("--", StringComparison.Ordinal) && args[i].IndexOf('=', StringComparison.Ordinal) is > 0 and var at
                ? (args[i][2..at], args[i][(at + 1)..])
                : (args[i].TrimStart('-'), null);
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || !(options.Contains(name) || switches?.Contains(name) == true))
            {
                throw new CliUsageException($"{args[i]} is not known here.");
            }
            if (value is null && options.Contains(name))
            {
                value = ++i < args.Length ? args[i] : throw new CliUsageException($"--{name} wants a value.");
            }
            if (!read._values.TryAdd(name, value ?? ""))
            {
                throw new CliUsageException($"--{name} is given twice.");
            }
        }
        return read;
    }

    /// <summary>The value; null when it is not given.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Whether a switch is given.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>The value of what must be given.</summary>
    public string Required(string name) => this[name] ?? throw new CliUsageException($"--{name} is missing.");

    /// <summary>A whole number within these bounds.</summary>
    public int Number(string name, int otherwise, int min, int max) =>
        this[name] is not { } text ? otherwise
        : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number
        : throw new CliUsageException($"--{name} must be a whole number from {min} to {max}.");

    /// <summary>One of these words.</summary>
    public string? OneOf(string name, params string[] words) =>
        this[name] is not { } word || words.Contains(word, StringComparer.Ordinal) ? this[name] : throw new CliUsageException($"--{name} must be one of {string.Join(", ", words)}.");
}
