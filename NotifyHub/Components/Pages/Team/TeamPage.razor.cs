using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Live;
using NotifyHub.Security.Tenancy;
using NotifyHub.Team;

namespace NotifyHub.Components.Pages.Team;

/// <summary>Members and invitations. The role is asked for anew with each deed: a page that was opened by an admin may be clicked by somebody who is none any more.</summary>
public sealed partial class TeamPage
{
    private Member? _member;
    private IReadOnlyList<TeamMember> _members = [];
    private IReadOnlyList<OpenInvitation> _open = [];
    private SentInvitation? _sent;
    private string? _fault, _refusal;
    private bool _inviting, _mayInvite;
    private DateTimeOffset _now;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.Team;

    /// <inheritdoc/>
    protected override async Task LoadAsync(Member member)
    {
        (_now, _mayInvite) = (Time.GetUtcNow(), member.Is(ProjectRole.Admin));
        _members = await Desk.ListAsync(member.ProjectId);
        _open = _mayInvite ? await Invitations.ListAsync(member) : [];
        (_inviting, _sent) = _mayInvite ? (_inviting, _sent) : (false, null);
        _member = member;
    }

    private async Task InviteAsync((string Email, ProjectRole Role) wish)
    {
        var member = await Members.RequireAsync(ProjectRole.Admin);
        var sent = await Invitations.InviteAsync(member, wish.Email, wish.Role, Navigation.BaseUri);
        _refusal = sent.Fault;
        if (sent.Row is not null)
        {
            (_sent, _inviting) = (sent, false);
        }
        await LoadAsync(member);
    }

    private async Task ResendAsync(OpenInvitation row)
    {
        var member = await Members.RequireAsync(ProjectRole.Admin);
        var sent = await Invitations.ResendAsync(member, row.Id, Navigation.BaseUri);
        (_sent, _fault) = (sent.Row is null ? null : sent, sent.Fault);
        await LoadAsync(member);
    }

    private async Task RevokeAsync(OpenInvitation row)
    {
        var member = await Members.RequireAsync(ProjectRole.Admin);
        _fault = TeamWords.FaultOf(await Invitations.RevokeAsync(member, row.Id));
        _sent = _sent?.Row?.Id == row.Id ? null : _sent;
        await LoadAsync(member);
    }

    private async Task ChangeAsync(TeamMember row, ProjectRole role)
    {
        _fault = TeamWords.FaultOf(await Desk.ChangeRoleAsync(await Members.RequireAsync(ProjectRole.Admin), row.UserId, role));
        // Their own may be another now.
        await LoadAsync(await Members.GetAsync());
    }

    private async Task RemoveAsync(TeamMember row)
    {
        var member = await Members.GetAsync();
        _fault = TeamWords.FaultOf(await Desk.RemoveAsync(member, row.UserId));
        if (_fault is null && row.UserId == member.UserId)
        {
            // Their session has ended with it: a whole new page asks who is here.
            Navigation.NavigateTo("/", forceLoad: true);
            return;
        }
        await LoadAsync(await Members.GetAsync());
    }
}
