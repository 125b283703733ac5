namespace NotifyHub.Team;

/// <summary>
/// The team's rules as conditions of the writes themselves: who may (the actor's role of this very moment, never above what is given or touched), and that one owner is left.
/// Roles are numbers: 1 owner, 2 admin, 3 operator, 4 viewer. Each runs in the audit log's turn, so that no other node decides in between.
/// </summary>
internal static class TeamSql
{
    private const string AnotherOwner = "exists (select 1 from project_members o where o.project_id = @project and o.user_id <> @user and o.role = 1)";

    private const string Open = "accepted_at is null and revoked_at is null";

    /// <summary>Gives a member another role.</summary>
    public const string Change = $"""
        update project_members set role = @role
        where project_id = @project and user_id = @user
            and exists (select 1 from project_members a where a.project_id = @project and a.user_id = @actor and a.role <= 2 and a.role <= project_members.role and a.role <= @role)
            and (role <> 1 or @role = 1 or {AnotherOwner})
        """;

    /// <summary>Ends a membership; everybody may end their own.</summary>
    public const string Remove = $"""
        delete from project_members
        where project_id = @project and user_id = @user
            and (user_id = @actor or exists (select 1 from project_members a where a.project_id = @project and a.user_id = @actor and a.role <= 2 and a.role <= project_members.role))
            and (role <> 1 or {AnotherOwner})
        """;

    /// <summary>Ends every session and open page of an account.</summary>
    public const string EndSessions = "update users set security_stamp = @stamp, concurrency_stamp = @change where id = @user";

    /// <summary>Ends what spoke for a member in the project.</summary>
    public const string EndTokens = "update personal_tokens set revoked_at = @now where user_id = @user and project_id = @project and revoked_at is null";

    /// <summary>Ends the open invitations of one who may not give such roles any more: of roles below the number.</summary>
    public const string EndInvitationsBy = $"update invitations set revoked_at = @now where project_id = @project and invited_by = @user and {Open} and role < @below";

    /// <summary>An invitation whose time is over makes room for a new one.</summary>
    public const string EndExpired = $"update invitations set revoked_at = @now where project_id = @project and email = @email and {Open} and expires_at <= @now";

    /// <summary>Addresses are not kept for longer than they serve.</summary>
    public const string Forget = "delete from invitations where project_id = @project and expires_at < @before";

    /// <summary>One open invitation per address, none to who is in already.</summary>
    public const string Invite = $"""
        insert into invitations (id, project_id, email, role, secret_hash, invited_by, created_at, expires_at)
        select @id, @project, @email, @role, @hash, @actor, @now, @ends
        where exists (select 1 from project_members a where a.project_id = @project and a.user_id = @actor and a.role <= 2 and a.role <= @role)
            and not exists (select 1 from invitations i where i.project_id = @project and i.email = @email and i.accepted_at is null and i.revoked_at is null)
            and not exists (select 1 from users u join project_members m on m.user_id = u.id where u.normalized_email = @name and m.project_id = @project)
            and (select count(*) from invitations c where c.project_id = @project and c.accepted_at is null and c.revoked_at is null) < @most
        """;

    /// <summary>A new link in place of the old one, for as long again.</summary>
    public const string Renew = $"""
        update invitations set secret_hash = @hash, expires_at = @ends, invited_by = @actor
        where id = @id and project_id = @project and {Open}
            and exists (select 1 from project_members a where a.project_id = @project and a.user_id = @actor and a.role <= 2 and a.role <= invitations.role)
        """;

    /// <summary>Takes an open one back.</summary>
    public const string Revoke = $"""
        update invitations set revoked_at = @now
        where id = @id and project_id = @project and {Open}
            and exists (select 1 from project_members a where a.project_id = @project and a.user_id = @actor and a.role <= 2 and a.role <= invitations.role)
        """;

    /// <summary>Once, whoever comes at the same time.</summary>
    public const string Accept = $"update invitations set accepted_at = @now where id = @id and secret_hash = @hash and {Open} and expires_at > @now";

    /// <summary>Who is in already keeps their role.</summary>
    public const string Join = "insert into project_members (project_id, user_id, role, created_at) values (@project, @user, @role, @now) on conflict do nothing";
}
