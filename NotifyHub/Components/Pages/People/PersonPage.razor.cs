using Microsoft.AspNetCore.Components;
using NotifyHub.Audience.Preferences;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Digests;
using NotifyHub.Insights.Live;
using NotifyHub.Insights.People;
using NotifyHub.Insights.Sends;
using NotifyHub.Insights.Topics;
using NotifyHub.Reminders;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.People;

/// <summary>One person: devices, topics, consent, everything sent to them, export and erasure.</summary>
public sealed partial class PersonPage : LivePage
{
    // As many as one send takes.
    private const int AskedDevices = 100;
    private PersonState _state = default!;

    /// <summary>Wire id, <c>usr_...</c>.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private PersonQueries People { get; set; } = default!;

    [Inject]
    private TopicQueries Topics { get; set; } = default!;

    [Inject]
    private SendQueries Sends { get; set; } = default!;

    [Inject]
    private ConsentBook Consent { get; set; } = default!;

    [Inject]
    private ReminderBook Reminders { get; set; } = default!;

    [Inject]
    private DigestPreviews Digests { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.People | LiveTopics.Devices | LiveTopics.Sends | LiveTopics.Reminders | LiveTopics.Inbox;

    private string[] Reachable => [.. _state.Devices.Take(AskedDevices).Select(device => RowId.Format(RowId.Device, device.Id))];

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _state = new PersonState(People, Topics, Sends, Consent, Reminders, Digests);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(Member member) => _state.LoadAsync(member.ProjectId, Id, isAdmin: member.Is(ProjectRole.Admin));
}
