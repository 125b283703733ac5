using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using NotifyHub.Insights.Live;
using NotifyHub.Insights.Requests;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.Developers;

/// <summary>Snippets with this server's address, the SDK's set-up, web sites that may call, and what was asked of the API lately.</summary>
public sealed partial class DevelopersPage
{
    private const int PageSize = 25;
    private IReadOnlyList<Snippet> _snippets = [];
    private Snippet _shown = new("", "", "");
    private IReadOnlyList<LoggedRequest> _requests = [], _page = [];
    private bool _failedOnly;
    private int _from;
    private long _projectId;

    [Inject]
    private RequestLog Log { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.None;

    // The log is no table: nobody tells of a new entry.
    /// <inheritdoc/>
    protected override TimeSpan? Pulse => TimeSpan.FromSeconds(2);

    private string Hub => Navigation.BaseUri.TrimEnd('/');

    /// <inheritdoc/>
    protected override Task LoadAsync(Member member)
    {
        var query = QueryHelpers.ParseQuery(Query);
        _snippets = Snippets.Send(Hub);
        _shown = _snippets.FirstOrDefault(snippet => query.TryGetValue("lang", out var lang) && snippet.Key == lang) ?? _snippets[0];
        _failedOnly = query.TryGetValue("show", out var show) && show == "refused";
        _from = query.TryGetValue("from", out var from) && int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? Math.Min(at, RequestLog.MostOfProject) : 0;
        _projectId = member.ProjectId;
        _requests = Log.Newest(member.ProjectId, _failedOnly);
        _page = [.. _requests.Skip(_from).Take(PageSize)];
        return Task.CompletedTask;
    }

    private static string Address(bool failedOnly, string language, int from = 0)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (language != "curl")
        {
            query["lang"] = language;
        }
        if (failedOnly)
        {
            query["show"] = "refused";
        }
        if (from > 0)
        {
            query["from"] = from.ToString(CultureInfo.InvariantCulture);
        }
        return QueryHelpers.AddQueryString("/developers", query);
    }
}
