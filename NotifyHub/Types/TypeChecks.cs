using NotifyHub.Data.Rows;

namespace NotifyHub.Types;

/// <summary>What must hold of a type's key and of what is said of it.</summary>
internal static class TypeChecks
{
    private const int KeyMax = 64, LabelMax = 100, DescriptionMax = 500, TemplateMax = 64, MostWait = 10_080;

    private static readonly string[] Channels = [.. ChannelNames.All.Select(c => c.Wire())];

    /// <summary>Whether this may be a type's key.</summary>
    public static bool IsKey(string? key) =>
        key is { Length: > 0 and <= KeyMax } && char.IsAsciiLetterLower(key[0]) && char.IsAsciiLetterOrDigit(key[^1])
        && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-') && !key.Contains("..", StringComparison.Ordinal);

    public static void Key(string pointer, string? key, FaultList faults)
    {
        if (!IsKey(key))
        {
            faults.Add(pointer, key is null ? "required" : "bad_format", $"A type's key has 1 to {KeyMax} lower-case letters, digits, dots, - or _, begins with a letter and does not end in a dot: deploy.failed.");
        }
    }

    public static void Draft(string key, TypeDraft draft, FaultList faults)
    {
        var own = BuiltInTypes.Find(key);
        if (own is null)
        {
            faults.Required("/label", draft.Label);
            if (draft.Channels is null)
            {
                faults.Add("/channels", "required", "channels is required: {\"in_app\": true, \"email\": false}.");
            }
        }
        Text("/label", draft.Label, LabelMax, faults);
        Text("/description", draft.Description, DescriptionMax, faults);
        if (draft.Category is { } category && (category.Length is 0 or > 64 || !category.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-')))
        {
            faults.Add("/category", "bad_format", "A category has 1 to 64 lower-case letters, digits, dots, - or _.");
        }
        var known = Offered(draft, own, faults);
        Steps(draft, known, faults);
        foreach (var (channel, template) in draft.Templates ?? new Dictionary<string, string>())
        {
            if (channel != ChannelKind.Email.Wire())
            {
                faults.Add($"/templates/{Escaped(channel)}", "not_allowed", "Only email has a template of the type; pushes and the inbox say what the call or its own template says.");
                continue;
            }
            Known($"/templates/{Escaped(channel)}", channel, known, faults);
            faults.Length($"/templates/{Escaped(channel)}", template, TemplateMax);
        }
        faults.Range("/bundling/most", draft.Bundling?.Most, 1, 100);
        faults.Range("/bundling/windowMinutes", draft.Bundling?.WindowMinutes, 1, 1440);
        if (draft.ActionCategory is { } actions && ActionCatalogue.ActionsOf(actions).Count == 0)
        {
            faults.Add("/actionCategory", "not_allowed", $"actionCategory must be one of {string.Join(", ", ActionCatalogue.Categories.Keys.Order(StringComparer.Ordinal))}.");
        }
    }

    private static HashSet<string> Offered(TypeDraft draft, TypeDefinition? own, FaultList faults)
    {
        if (draft.Channels is not { } channels)
        {
            return [.. own?.Channels.Keys.Select(c => c.Wire()) ?? []];
        }
        if (channels.Count == 0)
        {
            faults.Add("/channels", "too_short", "Name at least one channel.");
        }
        foreach (var channel in channels.Keys.Where(channel => !Channels.Contains(channel)))
        {
            faults.Add($"/channels/{Escaped(channel)}", "not_allowed", $"A channel is one of {string.Join(", ", Channels)}.");
        }
        return [.. channels.Keys];
    }

    private static void Steps(TypeDraft draft, HashSet<string> known, FaultList faults)
    {
        var steps = draft.Fallback ?? [];
        if (steps.Count > 0 && steps.Count >= known.Count)
        {
            faults.Add("/fallback", "too_many", "At least one channel must go at once.");
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < steps.Count; i++)
        {
            Known($"/fallback/{i}/channel", steps[i].Channel, known, faults);
            faults.Range($"/fallback/{i}/afterMinutes", steps[i].AfterMinutes, 1, MostWait);
            if (!seen.Add(steps[i].Channel))
            {
                faults.Add($"/fallback/{i}/channel", "not_allowed", "This channel is named twice.");
            }
            else if (steps[i].Channel == ChannelKind.InApp.Wire())
            {
                faults.Add($"/fallback/{i}/channel", "not_allowed", "The inbox does not wait: what is to be read there is there at once.");
            }
        }
    }

    private static void Known(string pointer, string channel, HashSet<string> known, FaultList faults)
    {
        if (!known.Contains(channel))
        {
            faults.Add(pointer, "not_allowed", known.Count == 0 ? "The type has no such channel." : $"The type's channels are {string.Join(", ", known)}.");
        }
    }

    private static void Text(string pointer, string? value, int max, FaultList faults)
    {
        faults.Length(pointer, value, max);
        if (value?.Any(char.IsControl) == true)
        {
            faults.Add(pointer, "bad_text", $"{pointer[1..]} must not hold control characters.");
        }
    }

    private static string Escaped(string member) => member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
