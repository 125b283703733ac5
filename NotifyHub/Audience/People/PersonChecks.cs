using System.Text.RegularExpressions;
using NotifyHub.Security.Egress;

namespace NotifyHub.Audience.People;

/// <summary>Limits of a user's fields.</summary>
public sealed partial class PersonChecks(IEgress egress)
{
    internal void Check(FaultList faults, string at, PersonProfile profile)
    {
        faults.Length(at + "/email", profile.Email, 254);
        if (profile.Email is { Length: > 0 } email && !Mailbox().IsMatch(email))
        {
            faults.Add(at + "/email", "bad_format", "email must be one address, such as ada@example.com.");
        }
        if (profile.Phone is not null && !Number().IsMatch(profile.Phone))
        {
            faults.Add(at + "/phone", "bad_format", "phone must be 3 to 32 characters: digits, a leading plus, spaces, brackets and hyphens.");
        }
        faults.Length(at + "/name", profile.Name, 200);
        ProfileChecks.Plain(faults, at + "/name", profile.Name);
        ProfileChecks.Place(faults, at, profile.Locale, profile.Timezone);
        ProfileChecks.Json(faults, at + "/traits", profile.Traits);
        ProfileChecks.Fingerprint(faults, at + "/fingerprintHex", profile.FingerprintHex);
        if (profile.Channels is { } channels)
        {
            faults.Length(at + "/channels/slack", channels.Slack, 200);
            ProfileChecks.Plain(faults, at + "/channels/slack", channels.Slack);
            faults.Length(at + "/channels/telegram", channels.Telegram, 200);
            ProfileChecks.Plain(faults, at + "/channels/telegram", channels.Telegram);
            Webhook(faults, at + "/channels/webhook", channels.Webhook);
        }
    }

    private void Webhook(FaultList faults, string pointer, string? url)
    {
        if (url is null)
        {
            return;
        }
        if (url.Length > 2048 || !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            faults.Add(pointer, "bad_format", "webhook must be an absolute https address of at most 2048 characters.");
        }
        else if (egress.WhyRefused(address) is { } reason)
        {
            faults.Add(pointer, RefusalCode.EndpointNotAllowed, reason);
        }
    }

    // One address and nothing else: no list, no display name, nothing that could open another header.
    [GeneratedRegex(@"^[^\s@<>,;:""\\\p{C}]+@[^\s@<>,;:""\\\p{C}]+$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Mailbox();

    [GeneratedRegex(@"^\+?[0-9 ().-]{3,31}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
