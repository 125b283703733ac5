using System.Globalization;

namespace NotifyHub.Templates.Language;

/// <summary>A time as people of a language write it: <c>date</c>, <c>date:"long"</c>, <c>date:"long":"Europe/Vienna"</c>.</summary>
internal static class TimeText
{
    public static string Of(DateTimeOffset time, IReadOnlyList<TemplateValue> arguments, char brief, char full, CultureInfo culture)
    {
        var style = arguments.Count > 0 ? ((TextValue)arguments[0]).Text : "short";
        var zone = arguments.Count > 1 && TimeZoneInfo.TryFindSystemTimeZoneById(((TextValue)arguments[1]).Text, out var found) ? found : null;
        var local = zone is null ? time : TimeZoneInfo.ConvertTime(time, zone);
        return local.ToString((style == "long" ? full : brief).ToString(), culture);
    }

    public static string? WhyNot(IReadOnlyList<TemplateValue> arguments)
    {
        if (arguments.Count > 0 && ((TextValue)arguments[0]).Text is not ("short" or "long"))
        {
            return "a time is written \"short\" or \"long\".";
        }
        return arguments.Count > 1 && !TimeZoneInfo.TryFindSystemTimeZoneById(((TextValue)arguments[1]).Text, out _) ? "this is no time zone: give one such as \"Europe/Vienna\"." : null;
    }
}
