using System.Globalization;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Policy;

/// <summary>The rules in the order in which they are asked. A new one needs a line here and a fact in <see cref="DeliveryFacts"/>; dispatch, dry run and "why" follow by themselves.</summary>
internal static class PolicyRules
{
    public static readonly PolicyRule[] All =
    [
        new("cancelled", "Was it cancelled?", PolicyVerb.Cancel, DeliveryReason.Cancelled)
        {
            Passed = "No", Stopped = "Yes: it was cancelled before it left", Remedy = "Send it anew.",
            Stops = (facts, _) => facts.Cancelled,
            Mend = facts => facts with { Cancelled = false },
            LooksAt = facts => [new("cancelled", Told(facts.Cancelled))],
        },
        new("timeToLive", "Is there time left?", PolicyVerb.Expire, DeliveryReason.TtlExpired)
        {
            Passed = "Yes", Stopped = "No: its time to live was over before it could be sent", Remedy = "Send it with a longer options.ttl, or none.",
            Stops = (facts, now) => facts.ExpiresAt <= now,
            Mend = facts => facts with { ExpiresAt = null },
            LooksAt = facts => [new("expiresAt", PolicyRule.Told(facts.ExpiresAt))],
        },
        new("consent", "Does the person want this category?", PolicyVerb.Suppress, DeliveryReason.PreferenceOptedOut)
        {
            Passed = "Yes, as far as they have told", Stopped = "No: they opted out of it", Remedy = "None but the person's own wish: they opt in again.",
            Stops = (facts, _) => facts.OptedOut,
            Mend = facts => facts with { OptedOut = false },
            LooksAt = facts => [new("optedOut", Told(facts.OptedOut))],
        },
        new("typeChannel", "Is its type on for this channel?", PolicyVerb.Suppress, DeliveryReason.TypeOff)
        {
            Passed = "Yes", Stopped = "No: it is off, by the person's own choice or by the type's default", Remedy = "None but the person's own choice where they made one; else turn the channel on in the type's defaults.",
            Stops = (facts, _) => facts.TypeOff,
            Mend = facts => facts with { TypeOff = false },
            LooksAt = facts => [new("typeOff", Told(facts.TypeOff))],
        },
        new("personMuted", "Does the person let anything through now?", PolicyVerb.Suppress, DeliveryReason.MutedByPerson)
        {
            Passed = "Yes", Stopped = "No: they muted everything but what is critical; it is in their inbox", Remedy = "None but the person's own wish; a critical type goes out.",
            Stops = (facts, now) => facts.MutedUntil > now,
            Mend = facts => facts with { MutedUntil = null },
            LooksAt = facts => [new("mutedUntil", PolicyRule.Told(facts.MutedUntil))],
        },
        new("readElsewhere", "Is it still news to the person?", PolicyVerb.Suppress, DeliveryReason.ReadElsewhere)
        {
            Passed = "Yes", Stopped = "No: they have seen it over another channel", Remedy = "Mark it unread in the inbox, or send it anew.",
            Stops = (facts, _) => facts.ReadElsewhere,
            Mend = facts => facts with { ReadElsewhere = false },
            LooksAt = facts => [new("readElsewhere", Told(facts.ReadElsewhere))],
        },
        new("time", "Has its time come?", PolicyVerb.DelayUntil, DeliveryReason.None)
        {
            Passed = "Yes", Stopped = "No: it waits for its time", Remedy = "Leave the time out, or wait for it.",
            Stops = (facts, now) => facts.NotBefore > now,
            Mend = facts => facts with { NotBefore = null },
            LooksAt = facts => [new("notBefore", PolicyRule.Told(facts.NotBefore))],
            Until = facts => facts.NotBefore,
        },
        new("fallback", "Have the channels before it had their time?", PolicyVerb.DelayUntil, DeliveryReason.FallbackWait)
        {
            Passed = "Yes", Stopped = "No: it waits whether the person sees it elsewhere", Remedy = "Wait until then, or take the channel out of the type's fallback chain.",
            Stops = (facts, now) => facts.FallbackUntil > now,
            Mend = facts => facts with { FallbackUntil = null },
            LooksAt = facts => [new("fallbackUntil", PolicyRule.Told(facts.FallbackUntil))],
            Until = facts => facts.FallbackUntil,
        },
        new("deviceRegistered", "Is the device still registered?", PolicyVerb.Suppress, DeliveryReason.DeviceRetired)
        {
            Passed = "Yes", Stopped = "No: the device is retired", Remedy = "Have the app register the device again.",
            Stops = (facts, _) => facts.Device == DeviceStatus.Retired,
            Mend = Alive,
            LooksAt = Device,
        },
        new("tokenBelieved", "Is the token believed to live?", PolicyVerb.Hold, DeliveryReason.TokenQuarantined)
        {
            Passed = "Yes", Stopped = "No: the vendor called so many tokens dead that this is doubted; it waits until the token is restored, and costs no retry",
            Remedy = "Restore the tokens that were set aside (Providers), or have the app register the device again.",
            Stops = (facts, _) => facts.Device == DeviceStatus.Quarantined,
            Mend = Alive,
            LooksAt = Device,
        },
        new("deviceMuted", "Does the person let the device show notifications?", PolicyVerb.Suppress, DeliveryReason.DeviceMuted)
        {
            Passed = "Yes, as far as the app has told", Stopped = "No: they are turned off in the device's settings", Remedy = "Ask the person to allow notifications in the device's settings, or send it silent.",
            Stops = (facts, _) => facts.Muted,
            Mend = facts => facts with { Muted = false },
            LooksAt = facts => [new("muted", Told(facts.Muted))],
        },
        new("quietHours", "May the person be disturbed now?", PolicyVerb.DelayUntil, DeliveryReason.QuietHours)
        {
            Passed = "Yes", Stopped = "No: these are their quiet hours; it goes out at their end", Remedy = "Wait until then, or send what can't wait as time-sensitive or critical.",
            Stops = (facts, now) => facts.QuietUntil > now,
            Mend = facts => facts with { QuietUntil = null },
            LooksAt = facts => [new("quietUntil", PolicyRule.Told(facts.QuietUntil))],
            Until = facts => facts.QuietUntil,
        },
        new("present", "Is the person away from their inbox?", PolicyVerb.Suppress, DeliveryReason.Presence)
        {
            Passed = "Yes, or the project does not ask", Stopped = "No: they are live in it, and the project leaves it at that; the inbox has it", Remedy = "Send what can't wait as time-sensitive or critical, or change presence in the project's policy.",
            Stops = (facts, _) => facts.Presence is { Drops: true },
            Mend = facts => facts with { Presence = null },
            LooksAt = Presence,
        },
        new("presence", "Have they had time to see it in their inbox?", PolicyVerb.DelayUntil, DeliveryReason.Presence)
        {
            Passed = "Yes, or they are not there", Stopped = "No: they are live in it; this goes out when they have not read it by then", Remedy = "Wait until then, send what can't wait as time-sensitive or critical, or change presence in the project's policy.",
            Stops = (facts, now) => facts.Presence is { Drops: false } presence && presence.Until > now,
            Mend = facts => facts with { Presence = null },
            LooksAt = Presence,
            Until = facts => facts.Presence?.Until,
        },
        new("deviceSeen", "Was the device seen of late?", PolicyVerb.Suppress, DeliveryReason.StaleToken)
        {
            Passed = "Yes", Stopped = "No: it gave no sign of life for longer than the project allows", Remedy = "Wait until the app is opened, or raise staleDays in the project's push settings.",
            Stops = (facts, now) => facts.SeenAt + facts.StaleAfter <= now,
            Mend = facts => facts with { StaleAfter = null },
            LooksAt = facts => [new("lastSeenAt", PolicyRule.Told(facts.SeenAt)), new("staleDays", facts.StaleAfter?.TotalDays.ToString("0.##", CultureInfo.InvariantCulture))],
        },
        new("bundled", "Have they had many of its kind of late?", PolicyVerb.Suppress, DeliveryReason.Bundled)
        {
            Passed = "No", Stopped = "Yes: it comes in one summary with the others; the inbox has it by itself", Remedy = "Wait for the summary, change the type's bundling, or send what can't wait as critical.",
            Stops = (facts, _) => facts.Bundle is not null,
            Mend = facts => facts with { Bundle = null },
            LooksAt = facts => [new("bundleMost", facts.Bundle?.Most.ToString(CultureInfo.InvariantCulture)), new("bundleMinutes", facts.Bundle?.Window.TotalMinutes.ToString("0.##", CultureInfo.InvariantCulture))],
        },
        new("frequencyCap", "Has the person had too many already?", PolicyVerb.Suppress, DeliveryReason.FrequencyCap)
        {
            Passed = "No", Stopped = "Yes: a cap of the project is full; it ends unsent, and the inbox has it", Remedy = "Wait until there is room, raise the cap in the project's policy, or send what can't wait as critical.",
            Stops = (facts, _) => facts.Cap is { Drops: true },
            Mend = facts => facts with { Cap = null },
            LooksAt = Cap,
        },
        new("frequencyPace", "Is there room for one more to the person now?", PolicyVerb.DelayUntil, DeliveryReason.FrequencyCap)
        {
            Passed = "Yes", Stopped = "No: a cap of the project is full; this waits until there is room and costs no retry", Remedy = "Wait until then, raise the cap in the project's policy, or send what can't wait as critical.",
            Stops = (facts, now) => facts.Cap is { Drops: false } cap && cap.Until > now,
            Mend = facts => facts with { Cap = null },
            LooksAt = Cap,
            Until = facts => facts.Cap?.Until,
        },
        new("newest", "Is it the newest of its collapse key?", PolicyVerb.Suppress, DeliveryReason.Superseded)
        {
            Passed = "Yes", Stopped = "No: a newer message with the same collapse key took its place", Remedy = "Send it with another options.collapseKey.",
            Stops = (facts, _) => facts.Superseded,
            Mend = facts => facts with { Superseded = false },
            LooksAt = facts => [new("superseded", Told(facts.Superseded))],
        },
        new("devicePace", "Does the vendor take more for this device?", PolicyVerb.DelayUntil, DeliveryReason.DeviceSlow)
        {
            Passed = "Yes", Stopped = "No: the vendor asked for fewer messages to it; this waits and costs no retry", Remedy = "Wait until then.",
            Stops = (facts, now) => facts.SlowUntil > now,
            Mend = facts => facts with { SlowUntil = null },
            LooksAt = facts => [new("slowUntil", PolicyRule.Told(facts.SlowUntil))],
            Until = facts => facts.SlowUntil,
        },
        new("account", "Has the project an account with the vendor?", PolicyVerb.Suppress, DeliveryReason.ChannelNotConfigured)
        {
            Passed = "Yes", Stopped = "No: no credential is active for this provider", Remedy = "Add and activate a credential for this provider (Providers).",
            Stops = (facts, _) => facts.Credential == CredentialFact.Missing,
            Mend = Ready,
            LooksAt = Credential,
        },
        new("accountTaken", "Does the vendor take the account?", PolicyVerb.Hold, DeliveryReason.CredentialPaused)
        {
            Passed = "Yes", Stopped = "No: the vendor refused the credential; this waits until it is mended and costs no retry", Remedy = "Probe the credential or replace it (Providers).",
            Stops = (facts, _) => facts.Credential == CredentialFact.Paused,
            Mend = Ready,
            LooksAt = Credential,
        },
        new("vendorRests", "Does the vendor take calls of the project?", PolicyVerb.Wait, DeliveryReason.ProviderResting)
        {
            Passed = "Yes", Stopped = "No: it rests after failures, or because it asked for a wait; this stays in the queue and costs no retry", Remedy = "Wait until then, or lift the quarantine (Providers).",
            Stops = (facts, _) => facts.Pause is { IsResting: true },
            Mend = facts => facts with { Pause = null },
            LooksAt = facts => [new("restsUntil", facts.Pause is { IsResting: true } pause ? PolicyRule.Told(pause.Until) : null)],
            Until = facts => facts.Pause?.Until,
        },
        new("rate", "Is there room in the rate?", PolicyVerb.Wait, DeliveryReason.RateLimited)
        {
            Passed = "Yes", Stopped = "No: the rate is used up; this stays in the queue and costs no retry", Remedy = "Wait until then, or raise the limit in the project's push settings.",
            Stops = (facts, _) => facts.Pause is { IsResting: false },
            Mend = facts => facts with { Pause = null },
            LooksAt = facts => [new("roomAt", facts.Pause is { IsResting: false } pause ? PolicyRule.Told(pause.Until) : null)],
            Until = facts => facts.Pause?.Until,
        },
    ];

    private static DeliveryFacts Alive(DeliveryFacts facts) => facts with { Device = DeviceStatus.Active };

    private static DeliveryFacts Ready(DeliveryFacts facts) => facts with { Credential = CredentialFact.Ready };

    private static IReadOnlyList<PolicyFact> Device(DeliveryFacts facts) => [new("deviceStatus", facts.Device.ToString().ToLowerInvariant())];

    private static IReadOnlyList<PolicyFact> Credential(DeliveryFacts facts) => [new("credential", facts.Credential.ToString().ToLowerInvariant())];

    private static IReadOnlyList<PolicyFact> Cap(DeliveryFacts facts) =>
    [
        new("capMost", facts.Cap?.Most.ToString(CultureInfo.InvariantCulture)), new("capMinutes", facts.Cap?.Window.TotalMinutes.ToString("0.##", CultureInfo.InvariantCulture)), new("capUntil", PolicyRule.Told(facts.Cap?.Until)),
    ];

    private static IReadOnlyList<PolicyFact> Presence(DeliveryFacts facts) => [new("presentUntil", PolicyRule.Told(facts.Presence?.Until))];

    private static string Told(bool fact) => fact ? "true" : "false";
}
