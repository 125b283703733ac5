using System.Globalization;
using System.Text.Json;
using NotifyHub.Pipeline.Explain;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Components.Pages.WhatIf;

/// <summary>"What if I sent this now?": a draft, and what the dry run says of it.</summary>
public sealed class WhatIfState(SendExplainer explainer)
{
    /// <summary>Title of the draft.</summary>
    public string Title { get; set; } = "Hello";

    /// <summary>low, normal, high or critical; empty for the default.</summary>
    public string Priority { get; set; } = "";

    /// <summary>Seconds to live; empty for no limit.</summary>
    public string Ttl { get; set; } = "";

    /// <summary>Category that recipients may opt out of; empty for none.</summary>
    public string Category { get; set; } = "";

    /// <summary>Shown to nobody.</summary>
    public bool Silent { get; set; }

    /// <summary>The last answer; null before the first.</summary>
    public SendExplanation? Answer { get; private set; }

    /// <summary>Why there is none.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    /// <summary>Asks. Stores nothing.</summary>
    public async Task AskAsync(long projectId, JsonElement to, CancellationToken cancel = default)
    {
        (Answer, Faults) = (null, []);
        if (Ttl.Length > 0 && !int.TryParse(Ttl, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            Faults = ["The time to live is a whole number of seconds."];
            return;
        }
        try
        {
            Answer = await explainer.ExplainAsync(projectId, Draft(to), cancel);
        }
        catch (RefusedException refused)
        {
            Faults = refused.Faults.Count > 0 ? [.. refused.Faults.Select(fault => fault.Message)] : [refused.Message];
        }
    }

    private PushSend Draft(JsonElement to) => new()
    {
        To = to, Title = Silent || string.IsNullOrWhiteSpace(Title) ? null : Title, PreferenceCategory = string.IsNullOrWhiteSpace(Category) ? null : Category.Trim(),
        Options = new PushSendOptions
        {
            Priority = Priority.Length > 0 ? Priority : null, Silent = Silent, Ttl = Ttl.Length > 0 ? int.Parse(Ttl, CultureInfo.InvariantCulture) : null,
        },
    };
}
