using System.Text.RegularExpressions;

namespace NotifyHub.Templates;

/// <summary>What looks like somebody's data in a text that is written down: an address, a phone number, a card number. A hint, no proof.</summary>
public static partial class PersonalData
{
    /// <summary>Kinds that are found, in words.</summary>
    public static IEnumerable<string> In(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            yield break;
        }
        if (Address().IsMatch(text))
        {
            yield return "an e-mail address";
        }
        var digits = Digits().Matches(text).Select(m => m.Value).ToList();
        if (digits.Any(IsCard))
        {
            yield return "what looks like a card number";
        }
        else if (digits.Any(d => d.Count(char.IsAsciiDigit) is >= 9 and <= 15 && (d.TrimStart()[0] is '+' or '0' or '(')))
        {
            yield return "what looks like a phone number";
        }
    }

    // The check digit of card numbers (ISO/IEC 7812, Luhn).
    private static bool IsCard(string text)
    {
        var digits = text.Where(char.IsAsciiDigit).Select(c => c - '0').ToArray();
        if (digits.Length is < 13 or > 19 || text.Contains('+', StringComparison.Ordinal))
        {
            return false;
        }
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] * (i % 2 == 1 ? 2 : 1);
            sum += digit > 9 ? digit - 9 : digit;
        }
        return sum % 10 == 0;
    }

    [GeneratedRegex(@"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"[+(]?[0-9][0-9 ()/.-]{7,24}[0-9]", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
