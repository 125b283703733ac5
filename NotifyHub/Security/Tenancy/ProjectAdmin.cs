using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Security.Tenancy;

/// <summary>
/// The right to administer one project, and who holds it. Operations that need it ask for this value, and it can only be made
/// from someone who has the right: an owner or admin, or a server key with the scope <c>manage</c>.
/// </summary>
public sealed record ProjectAdmin
{
    private ProjectAdmin(long projectId, string actor, string? ip) => (ProjectId, Actor, Ip) = (projectId, actor, ip);

    /// <summary>The one project.</summary>
    public long ProjectId { get; }
    /// <summary>For the audit log: e-mail or key name.</summary>
    public string Actor { get; }
    /// <summary>Where from, when known.</summary>
    public string? Ip { get; }

    /// <summary>A team member as of now (ask <see cref="ICurrentMember"/> anew for each deed).</summary>
    /// <exception cref="AccessDeniedException">Operators and viewers.</exception>
    public static ProjectAdmin From(Member member) => member.Is(ProjectRole.Admin)
        ? new ProjectAdmin(member.ProjectId, member.Email, ip: null)
        : throw new AccessDeniedException("This needs the role admin or owner.");

    /// <summary>A server key.</summary>
    /// <exception cref="AccessDeniedException">A publishable key, or one without the scope <c>manage</c>.</exception>
    public static ProjectAdmin From(KeyCaller key, string? ip) => key.Kind == ApiKeyKind.Server && key.Scopes.HasFlag(ApiScopes.Manage)
        ? new ProjectAdmin(key.ProjectId, $"key {key.Name}", ip)
        : throw new AccessDeniedException("This needs a server key with the scope manage.");

    /// <summary>The program itself, at first start.</summary>
    internal static ProjectAdmin System(long projectId) => new(projectId, "system", ip: null);
}
