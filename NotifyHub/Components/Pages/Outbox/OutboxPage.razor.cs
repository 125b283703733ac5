using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using NotifyHub.Alerts;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Live;
using NotifyHub.Pipeline.Channels.Email;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.Outbox;

/// <summary>What people would have got by mail, and which addresses get none.</summary>
public sealed partial class OutboxPage : LivePage
{
    private OutboxState _state = default!;
    private bool _mayAct;
    private long? _before;

    [Inject]
    private MailOutbox Outbox { get; set; } = default!;

    [Inject]
    private MailSuppressions Suppressions { get; set; } = default!;

    [Inject]
    private IOptions<SmtpOptions> Smtp { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.Mail;

    private bool HasServer => Smtp.Value.IsSet;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _state = new OutboxState(Outbox, Suppressions);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(Member member)
    {
        _mayAct = member.Is(ProjectRole.Operator);
        _before = Named("before");
        return _state.LoadAsync(member, _before, Named("mail"));
    }

    private string Href(long mail) => $"/outbox?{(_before is { } before ? $"before={RowId.Format(RowId.OutboxMail, before)}&" : "")}mail={RowId.Format(RowId.OutboxMail, mail)}";

    private long? Named(string name) => QueryHelpers.ParseQuery(Query).TryGetValue(name, out var text) && RowId.TryParse(RowId.OutboxMail, text.ToString(), out var id) ? id : null;

    private async Task RemoveAsync(long id)
    {
        var member = await Members.RequireAsync(ProjectRole.Operator);
        await Suppressions.RemoveAsync(member.ProjectId, id, member.Email);
        await LoadAsync(member);
        StateHasChanged();
    }
}
