using System.Text.Json;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;

namespace NotifyHub.Components.Pages.Providers;

/// <summary>A credential's state, verdict and public facts in words.</summary>
public static class CredentialWords
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["access"] = "Sends", ["keyId"] = "Key id", ["teamId"] = "Team", ["bundleId"] = "App", ["environment"] = "Environment",
        ["projectId"] = "Firebase project", ["clientEmail"] = "Account", ["subject"] = "Contact", ["publicKey"] = "Public key",
        ["appId"] = "App id", ["clientId"] = "Client id", ["packageName"] = "Package", ["region"] = "Region",
    };

    /// <summary>The state of a whole provider: its active credential, or that there is none.</summary>
    public static (string Label, Tone Tone) StateOf(ProviderCredential? active, bool hasStaged) =>
        active is { PausedAt: not null } ? ("Paused", Tone.Bad)
        : active is not null ? ("Active", Tone.Ok)
        : hasStaged ? ("Staged only", Tone.Warn)
        : ("Not set up", Tone.Idle);

    /// <summary>What the last probe found.</summary>
    public static (string Words, Tone Tone) VerdictOf(ProviderCredential row) => row.ProbeVerdict switch
    {
        "ok" when row.Provider == ProviderKind.WebPush => ("The keys are a pair", Tone.Ok),
        "ok" => ($"{row.Provider.Label()} takes it", Tone.Ok),
        "limited" => ("The key is fine, with a limit", Tone.Ok),
        "rejected" => ($"{row.Provider.Label()} refuses it", Tone.Bad),
        "malformed" => ("It can't be read", Tone.Bad),
        "unreachable" => ($"{row.Provider.Label()} could not be reached", Tone.Warn),
        _ => ("Not probed yet", Tone.Idle),
    };

    /// <summary>Whether activating needs no force.</summary>
    public static bool IsGood(ProviderCredential row) => row.ProbeVerdict is "ok" or "limited";

    /// <summary>The public part, labelled.</summary>
    public static IReadOnlyList<(string Label, string Value)> FactsOf(ProviderCredential row)
    {
        using var config = JsonDocument.Parse(row.Config);
        return [.. config.RootElement.EnumerateObject()
            .Where(p => p.Value.ValueKind == JsonValueKind.String && p.Value.GetString()!.Length > 0)
            .Select(p => (Labels.GetValueOrDefault(p.Name, p.Name), p.Value.GetString()!))];
    }
}
