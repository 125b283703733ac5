using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Live;
using NotifyHub.Insights.Topics;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.Topics;

/// <summary>One topic with its subscribers: people or devices, by the address.</summary>
public sealed partial class TopicPage : LivePage
{
    private const int PageSize = 50;
    private Topic? _topic;
    private SubscriberKind _kind = SubscriberKind.Person;
    private long? _before;
    private (int People, int Devices) _counts;
    private IReadOnlyList<SubscriberRow> _rows = [];

    /// <summary>Wire id, <c>top_...</c>.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private TopicQueries Queries { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.Topics;

    private string? OlderHref => _rows.Count > PageSize ? Href(_kind, _rows[PageSize - 1].Id) : null;

    private string? FirstHref => _before is null ? null : Href(_kind, null);

    /// <inheritdoc/>
    protected override async Task LoadAsync(Member member)
    {
        _topic = RowId.TryParse(RowId.Topic, Id, out var id) ? await Queries.FindAsync(member.ProjectId, id) : null;
        if (_topic is null)
        {
            return;
        }
        var values = QueryHelpers.ParseQuery(Query);
        _counts = (await Queries.CountAsync(id, SubscriberKind.Person), await Queries.CountAsync(id, SubscriberKind.Device));
        // Without a choice the larger part shows, so that nobody lands on an empty list beside a full one.
        _kind = values.TryGetValue("of", out var of) ? of == "devices" ? SubscriberKind.Device : SubscriberKind.Person : _counts.Devices > _counts.People ? SubscriberKind.Device : SubscriberKind.Person;
        _before = values.TryGetValue("before", out var before) && RowId.TryParse(_kind == SubscriberKind.Device ? RowId.Device : RowId.Person, before, out var from) ? from : null;
        _rows = await Queries.SubscribersAsync(member.ProjectId, id, _kind, _before, PageSize + 1);
    }

    private string Href(SubscriberKind kind, long? before)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["of"] = kind == SubscriberKind.Device ? "devices" : "people",
            ["before"] = before is { } at ? RowId.Format(kind == SubscriberKind.Device ? RowId.Device : RowId.Person, at) : null,
        };
        return QueryHelpers.AddQueryString($"/topics/{Id}", values.Where(pair => pair.Value is not null));
    }

    private static string Address(SubscriberRow row) =>
        row.Kind == SubscriberKind.Device ? $"/devices/{RowId.Format(RowId.Device, row.Id)}" : $"/people/{RowId.Format(RowId.Person, row.Id)}";
}
