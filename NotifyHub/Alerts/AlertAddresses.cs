using System.Net.Mail;

namespace NotifyHub.Alerts;

/// <summary>Addresses as people type them: one a line, commas and semicolons too.</summary>
public static class AlertAddresses
{
    /// <summary>Most of a project.</summary>
    public const int Most = 20;

    private const int Longest = 254;

    /// <summary>The addresses, each once.</summary>
    public static IReadOnlyList<string> Split(string? text) =>
        [.. (text ?? "").Split(['\n', '\r', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Null when it can be written to; else why not, in words. A line break would begin a header of its own.</summary>
    public static string? WhyRefused(string address) =>
        address.Any(c => char.IsControl(c) || c > '~') ? "holds a character that no plain address has"
        : address.Length > Longest ? $"is longer than {Longest} characters"
        : MailAddress.TryCreate(address, out var parsed) && parsed.Address == address && parsed.Host.Contains('.', StringComparison.Ordinal) | parsed.Host == "localhost" ? null
        : "is no e-mail address";
}
