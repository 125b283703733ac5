using Microsoft.AspNetCore.Components;
using NotifyHub.Audience.Topics;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.Devices;
using NotifyHub.Insights.Live;
using NotifyHub.Insights.People;
using NotifyHub.Insights.Sends;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.Devices;

/// <summary>One device and what was sent to it.</summary>
public sealed partial class DevicePage : LivePage
{
    private const int SendsShown = 25, TopicsShown = 100;
    private Device? _device;
    private long? _person;
    private IReadOnlyList<SubscribedTopic> _topics = [];
    private ListPage<SendRow> _sends = new([]);

    /// <summary>Wire id, <c>dev_...</c>.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private DeviceQueries Devices { get; set; } = default!;

    [Inject]
    private PersonQueries People { get; set; } = default!;

    [Inject]
    private TopicBook Topics { get; set; } = default!;

    [Inject]
    private SendQueries Sends { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.Devices | LiveTopics.Topics | LiveTopics.Sends;

    /// <inheritdoc/>
    protected override async Task LoadAsync(Member member)
    {
        _device = RowId.TryParse(RowId.Device, Id, out var id) ? await Devices.FindAsync(member.ProjectId, id) : null;
        _person = _device?.UserId is { } user ? await People.IdOfAsync(member.ProjectId, user) : null;
        _topics = _device is null ? [] : await Topics.OfAsync(member.ProjectId, SubscriberKind.Device, id, null, TopicsShown);
        _sends = _device is null ? new([]) : await Sends.PageAsync(member.ProjectId, new SendFilter { DeviceId = id }, default, SendsShown);
    }

    private static (string Name, string Value)[] Facts(Device device) =>
    [
        ("Provider", device.Provider.Label()),
        ("Platform", string.Join(' ', new[] { DeviceWords.Platform(device.Platform), device.OsVersion }.Where(part => part is not null))),
        ("App", device.AppVersion ?? "–"),
        ("Environment", device.Environment ?? (device.Provider == ProviderKind.Apns ? "not confirmed yet" : "–")),
        ("Permission", device.Permission ?? "unknown"),
        ("Locale", device.Locale ?? "–"),
        ("Time zone", device.TimeZone ?? "–"),
    ];
}
