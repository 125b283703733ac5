using System.Globalization;
using NotifyHub.Templates.Language;

namespace NotifyHub.Templates.Content;

/// <summary>Renderings of one message: a channel may come from another language of the chain than its neighbour, and then writes numbers and times as that language does.</summary>
internal sealed class RunSet(IReadOnlyDictionary<string, TemplateValue> values, TimeProvider time)
{
    private readonly Dictionary<string, RenderRun> _runs = new(StringComparer.Ordinal);

    public RenderRun In(string locale) => _runs.TryGetValue(locale, out var run) ? run : _runs[locale] = new RenderRun(values, CultureOf(locale), time);

    private static CultureInfo CultureOf(string locale)
    {
        try
        {
            return CultureInfo.GetCultureInfo(locale);
        }
        catch (CultureNotFoundException)
        {
            // A tag that is well formed but names no language that the platform knows.
            return CultureInfo.InvariantCulture;
        }
    }
}
