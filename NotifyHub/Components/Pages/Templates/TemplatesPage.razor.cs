using Microsoft.AspNetCore.Components;
using NotifyHub.Components.Shared;
using NotifyHub.Insights;
using NotifyHub.Insights.Live;
using NotifyHub.Insights.Templates;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.Templates;

/// <summary>The list of templates. Its address holds search and place.</summary>
public sealed partial class TemplatesPage : LivePage
{
    private const int PageSize = 50;
    private TemplatesAddress _address = new();
    private ListPage<TemplateRow> _page = new([]);

    [Inject]
    private TemplateQueries Queries { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.Templates;

    /// <inheritdoc/>
    protected override async Task LoadAsync(Member member)
    {
        _address = TemplatesAddress.Parse(Query);
        _page = await Queries.PageAsync(member.ProjectId, _address.Text, _address.Cursor, PageSize);
    }
}
