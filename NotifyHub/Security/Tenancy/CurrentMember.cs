using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Security.Tenancy;

/// <summary>Reads account and membership anew each time. The project is the one that the session chose, else the person's first.</summary>
public sealed class CurrentMember(AuthenticationStateProvider state, HubContexts contexts, IOptions<IdentityOptions> identity) : ICurrentMember
{
    /// <summary>Claim that holds the chosen project's wire id.</summary>
    public const string ProjectClaim = "notifyhub:project";

    /// <inheritdoc/>
    public async ValueTask<Member> GetAsync(CancellationToken cancel = default)
    {
        var person = (await state.GetAuthenticationStateAsync()).User;
        if (!long.TryParse(person.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out var userId))
        {
            throw new AccessDeniedException("Sign in first.");
        }
        var chosen = RowId.TryParse(RowId.Project, person.FindFirstValue(ProjectClaim), out var id) ? id : 0;
        await using var db = contexts.Open(ProjectScope.EveryProject);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId, cancel);
        if (user is null || user.SecurityStamp != person.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType))
        {
            throw new AccessDeniedException("This session has ended. Sign in again.");
        }
        var membership = await db.Members.Where(m => m.UserId == userId)
            .Join(db.Projects, m => m.ProjectId, p => p.Id, (m, p) => new { m.Role, p.Id, p.Name })
            .OrderByDescending(m => m.Id == chosen).ThenBy(m => m.Id)
            .FirstOrDefaultAsync(cancel) ?? throw new AccessDeniedException("You are not a member of any project. Ask an owner to add you.");
        return new Member(user.Id, user.Email!, user.DisplayName, user.TimeZone, membership.Id, membership.Name, membership.Role);
    }

    /// <inheritdoc/>
    public async ValueTask<Member> RequireAsync(ProjectRole atLeast, CancellationToken cancel = default)
    {
        var member = await GetAsync(cancel);
        return member.Is(atLeast) ? member : throw new AccessDeniedException($"This needs the role {atLeast.ToString().ToLowerInvariant()} or higher; yours is {member.Role.ToString().ToLowerInvariant()}.");
    }
}
