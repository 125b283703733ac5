using System.Globalization;

namespace NotifyHub.Templates.Language;

/// <summary>An amount as people of a language write it.</summary>
internal static class MoneyText
{
    private static readonly string[] WithoutCents = ["JPY", "KRW", "VND", "CLP", "ISK", "HUF", "XAF", "XOF", "XPF", "PYG", "UGX", "RWF"];

    public static string Of(decimal amount, string code, CultureInfo culture)
    {
        var format = (NumberFormatInfo)culture.NumberFormat.Clone();
        var name = code.ToUpperInvariant();
        format.CurrencySymbol = name switch { "EUR" => "€", "USD" => "$", "GBP" => "£", "JPY" => "¥", _ => name };
        format.CurrencyDecimalDigits = WithoutCents.Contains(name) ? 0 : 2;
        return amount.ToString("C", format);
    }
}
