using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Policy;

namespace NotifyHub.Pipeline.Explain;

/// <summary>What would become of a send if it were asked for now.</summary>
/// <param name="At">The moment that it is about.</param>
/// <param name="Recipients">Devices that the target names.</param>
/// <param name="People">Of these the first <see cref="SendExplainer.MostDevices"/>, by person; a device of nobody known stands alone.</param>
public sealed record SendExplanation(DateTimeOffset At, int Recipients, IReadOnlyList<ExplainedPerson> People)
{
    /// <summary>Every explained device.</summary>
    public IEnumerable<ExplainedDevice> Devices => People.SelectMany(person => person.Channels).SelectMany(channel => channel.Devices);
}

/// <summary>One person's part.</summary>
/// <param name="UserId">The app's own id; null when it is not known.</param>
/// <param name="FingerprintHex">The person's fingerprint; null when it is not known.</param>
/// <param name="Channels">By what the person perceives.</param>
public sealed record ExplainedPerson(string? UserId, string? FingerprintHex, IReadOnlyList<ExplainedChannel> Channels);

/// <summary>One channel's part.</summary>
/// <param name="Channel">mobile_push or web_push.</param>
/// <param name="Devices">Its endpoints.</param>
public sealed record ExplainedChannel(string Channel, IReadOnlyList<ExplainedDevice> Devices);

/// <summary>One device's part.</summary>
/// <param name="Device">The endpoint.</param>
/// <param name="Trace">The decision, every rule, and what would flip it.</param>
public sealed record ExplainedDevice(Device Device, PolicyTrace Trace);

/// <summary>What a send would say.</summary>
/// <param name="Message">To whoever reads no language of its own.</param>
/// <param name="ByLocale">In other languages; empty where it has one.</param>
/// <param name="DueAt">When it would go; the first of them where each recipient's clock decides.</param>
public sealed record SendWords(PushMessage Message, IReadOnlyDictionary<string, PushMessage> ByLocale, DateTimeOffset DueAt);
