using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using NotifyHub.Audience.Inbox;
using NotifyHub.Audience.People;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Live;
using NotifyHub.Security.Tenancy;
using NotifyHub.Types;

namespace NotifyHub.Components.Pages.Inbox;

/// <summary>The member's own inbox.</summary>
public sealed partial class InboxPage : LivePage
{
    private static readonly (InboxState Tab, string Words)[] Tabs = [(InboxState.Unread, "Unread"), (InboxState.All, "All"), (InboxState.Archived, "Archived"), (InboxState.Snoozed, "Snoozed")];

    private InboxPageState _state = default!;
    private InboxAddress _address = new();
    private IReadOnlyList<TypeDefinition> _known = [];
    private IReadOnlyList<(string Value, string Words)> _types = [];
    private Virtualize<InboxLine>? _list;

    [Inject]
    private InboxReads Reads { get; set; } = default!;

    [Inject]
    private InboxDesk Desk { get; set; } = default!;

    [Inject]
    private MemberPeople People { get; set; } = default!;

    [Inject]
    private TypeBook Types { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.Inbox;

    private DateOnly Today => DateOnly.FromDateTime(Zone.Local(Time.GetUtcNow()).DateTime);

    private string EmptyTitle => _address.IsFiltered ? "Nothing fits" : _address.State switch
    {
        InboxState.Archived => "Nothing archived", InboxState.Snoozed => "Nothing asleep", InboxState.Unread => "All read", _ => "Nothing here yet",
    };

    private string EmptyWords => _address.State switch
    {
        InboxState.Archived => "What you archive is kept here.",
        InboxState.Snoozed => "What you snooze comes back on top, unread, when its time has come.",
        _ => "Items come here when something happens that is meant for you and your inbox is on for its type. Apps raise them with POST /v1/notifications.",
    };

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _state = new InboxPageState(Reads, Desk, Time);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(Member member)
    {
        _address = InboxAddress.Parse(Query);
        if (_known.Count == 0)
        {
            _known = await Types.AllAsync(member.ProjectId);
            _types = [.. _known.Select(type => (type.Key, type.Label))];
        }
        var person = await People.OfAsync(member);
        await _state.LoadAsync(person, Zone, _address.Filter(Time.GetUtcNow(), Zone), _address.Item);
        if (_state.Open is { Item: { ReadAt: null } unread })
        {
            await _state.ReadAsync(unread.Id);
            await _state.LoadAsync(person, Zone, _address.Filter(Time.GetUtcNow(), Zone), _address.Item);
        }
        if (_list is not null)
        {
            await _list.RefreshDataAsync();
        }
    }

    private static string Badge(int count) => count > 99 ? "99+" : count.ToString(CultureInfo.InvariantCulture);

    private static string Title(InboxEntry entry) => string.IsNullOrWhiteSpace(entry.Title) ? "No title" : entry.Title;

    private string TypeLabel(string key) => Definition(key)?.Label ?? key;

    private TypeDefinition? Definition(string key) => _known.FirstOrDefault(type => type.Key == key);

    private async ValueTask<ItemsProviderResult<InboxLine>> LinesAsync(ItemsProviderRequest request)
    {
        await _state.EnsureAsync(request.StartIndex + request.Count, request.CancellationToken);
        return new(_state.Lines.Skip(request.StartIndex).Take(request.Count), _state.Lines.Count + (_state.HasMore ? InboxPageState.Slice : 0));
    }

    private void Choose(long id, bool on) => _ = on ? _state.Chosen.Add(id) : _state.Chosen.Remove(id);

    private void Go(InboxAddress address) => Navigation.NavigateTo(address.Href());

    private Task OneAsync(InboxEntry entry, InboxChange change, string words) => DoAsync(() => _state.DoAsync([entry.Item.Id], change, words));

    private Task ChosenAsync(InboxChange change, string words) => DoAsync(() => _state.DoAsync([.. _state.Chosen], change, words));

    private async Task DoAsync(Func<Task> deed)
    {
        await deed();
        // What went out of sight is closed.
        if (_state.Open is { } open && await Reads.FindAsync((await Members.GetAsync()).ProjectId, open.Item.PersonId, open.Item.Id) is not { Item: { DeletedAt: null, ArchivedAt: null, SnoozedUntil: null } })
        {
            Go(_address with { Item = null });
            return;
        }
        await LoadAsync(await Members.GetAsync());
    }

    private static class Words
    {
        public const string Read = "Marked read", Unread = "Marked unread", Archived = "Archived", Back = "Back in the inbox", Deleted = "Deleted";
    }
}
