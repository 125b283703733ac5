using System.Text.Json;
using NotifyHub.Data.Rows;

namespace NotifyHub.Types;

/// <summary>One channel of a notification on its way.</summary>
/// <param name="Channel">Which.</param>
/// <param name="IsOn">For who has chosen nothing.</param>
/// <param name="WaitMinutes">So long it waits whether the person reads it elsewhere; 0 for at once.</param>
public sealed record PlannedChannel(ChannelKind Channel, bool IsOn, int WaitMinutes);

/// <summary>Over which channels a notification goes: its type as it was when it was accepted, so that a change of the type does not split one send.</summary>
/// <param name="Channels">Those that it may use.</param>
/// <param name="IsCritical">What people chose does not count.</param>
public sealed record ChannelPlan(IReadOnlyList<PlannedChannel> Channels, bool IsCritical)
{
    /// <summary>From a type.</summary>
    /// <param name="type">As it holds now.</param>
    /// <param name="only">Narrows it; null for all of its channels.</param>
    public static ChannelPlan Of(TypeDefinition type, IReadOnlySet<ChannelKind>? only = null) => new(
        [.. ChannelNames.All.Where(channel => type.Channels.ContainsKey(channel) && (only is null || only.Contains(channel))).Select(channel => new PlannedChannel(channel, type.Channels[channel], type.WaitOf(channel)))],
        type.IsCritical);

    /// <summary>As a row keeps it.</summary>
    public string Write() => JsonSerializer.Serialize(this);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ChannelPlan Read(string json) => JsonSerializer.Deserialize<ChannelPlan>(json)!;

    /// <summary>The channel's part; null when it is not used.</summary>
    public PlannedChannel? Find(ChannelKind channel) => Channels.FirstOrDefault(planned => planned.Channel == channel);

    /// <summary>Whether the person gets it there.</summary>
    /// <param name="channel">One of the plan.</param>
    /// <param name="chosen">What they chose; null for nothing.</param>
    public bool IsOn(PlannedChannel channel, bool? chosen) => IsCritical ? channel.IsOn : chosen ?? channel.IsOn;
}
