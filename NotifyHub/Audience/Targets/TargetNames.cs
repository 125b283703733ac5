using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.Audience.Targets;

/// <summary>Takes a person's own names out of a target that is kept, when that person is erased.</summary>
public static class TargetNames
{
    /// <summary>What stands in place of a target that named nobody else.</summary>
    public const string Nobody = "\"erased\"";

    // No user, installation or fingerprint is empty, so this finds nobody.
    private const string Noone = "";

    /// <summary>Finds texts that hold a name, as a pattern of LIKE with \ as its escape; null for one that JSON may write in several ways.</summary>
    public static string? PatternOf(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '@' or ':') ? $"%\"{name.Replace("_", "\\_", StringComparison.Ordinal)}\"%" : null;

    /// <summary>The same target without them.</summary>
    /// <param name="to">As the wire says it.</param>
    /// <param name="userId">The app's own id.</param>
    /// <param name="fingerprintHex">Null when none is known.</param>
    /// <returns>What is left, <see cref="Nobody"/> when that is nobody; null when it did not name them.</returns>
    public static string? Without(string to, string userId, string? fingerprintHex)
    {
        if (JsonNode.Parse(to) is not JsonObject form)
        {
            return null;
        }
        if (Says(form["user"], userId) || (fingerprintHex is not null && Says(form["userFingerprintHex"], fingerprintHex)))
        {
            return Nobody;
        }
        if (form["users"] is not JsonArray users || !users.Any(user => Says(user, userId)))
        {
            return null;
        }
        var left = users.Where(user => !Says(user, userId)).Select(user => user?.DeepClone()).ToArray();
        return left.Length == 0 ? Nobody : new JsonObject { ["users"] = new JsonArray(left) }.ToJsonString();
    }

    /// <summary>The same for a target as a fan-out keeps it: one that is still to be expanded finds nobody in their place.</summary>
    /// <param name="written">As <see cref="AudienceTarget.Write"/> wrote it.</param>
    /// <param name="userId">The app's own id.</param>
    /// <param name="fingerprintHex">Null when none is known.</param>
    /// <returns>What is left; null when it did not name them.</returns>
    public static string? WithoutIn(string written, string userId, string? fingerprintHex)
    {
        var target = AudienceTarget.Read(written);
        var name = target.Kind switch { TargetKind.Users => userId, TargetKind.Fingerprint => fingerprintHex, _ => null };
        if (name is null || !target.Names.Contains(name))
        {
            return null;
        }
        string[] left = [.. target.Names.Where(known => known != name)];
        return (target with { Names = left.Length == 0 ? [Noone] : left }).Write();
    }

    private static bool Says(JsonNode? node, string name) => node?.GetValueKind() == JsonValueKind.String && string.Equals(node.GetValue<string>(), name, StringComparison.Ordinal);
}
