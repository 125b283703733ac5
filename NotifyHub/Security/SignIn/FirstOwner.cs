using System.Net.Mail;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Security.SignIn;

/// <summary>The first account and project to be made. <paramref name="ServerKey"/> null makes none.</summary>
public sealed record OwnerSpec(string Email, string DisplayName, string Password, string Project, string? ServerKey = null)
{
    /// <summary>The operator chose the password in the settings: a weak one is the caller's to warn of, not a reason to stand still.</summary>
    public bool TakesWeakPassword { get; init; }

    /// <summary>Never prints the password or the key.</summary>
    public override string ToString() => $"OwnerSpec({Email})";
}

/// <summary>A field of <see cref="OwnerSpec"/> that can't be used, in words.</summary>
public sealed record OwnerProblem(string Field, string Message);

/// <summary>Either problems, or the owner and project that now exist; neither when another owner came first.</summary>
public sealed record OwnerResult(IReadOnlyList<OwnerProblem> Problems, HubUser? Owner, Project? Project);

/// <summary>Makes the first owner, once: whoever commits first wins, also between many at the same time.</summary>
public sealed class FirstOwner(
    HubContexts contexts, IWriteGate gate, Projects projects, ProjectKeys keys, IAuditLog audit, UserManager<HubUser> users, HubIds ids, TimeProvider time)
{
    /// <summary>True while there is no account at all.</summary>
    public async Task<bool> IsOpenAsync(CancellationToken cancel = default)
    {
        await using var db = contexts.Open(default);
        return !await db.Users.AnyAsync(cancel);
    }

    /// <summary>Owner, project, membership and key in one transaction.</summary>
    public async Task<OwnerResult> CreateAsync(OwnerSpec spec, string actor, string? ip, CancellationToken cancel = default)
    {
        var owner = new HubUser
        {
            Id = ids.Next(), Email = spec.Email.Trim(), UserName = spec.Email.Trim(), EmailConfirmed = true, LockoutEnabled = true,
            DisplayName = spec.DisplayName.Trim(), CreatedAt = time.GetUtcNow(), SecurityStamp = Guid.NewGuid().ToString("N"),
        };
        owner.NormalizedEmail = owner.NormalizedUserName = users.NormalizeEmail(owner.Email);
        var problems = await CheckAsync(spec, owner);
        if (problems.Count > 0 || !await IsOpenAsync(cancel))
        {
            return new OwnerResult(problems, null, null);
        }
        owner.PasswordHash = users.PasswordHasher.HashPassword(owner, spec.Password);
        var project = await gate.WriteAsync(session => AddAsync(session, spec, owner, actor, ip), cancel);
        return new OwnerResult([], project is null ? null : owner, project);
    }

    private async ValueTask<Project?> AddAsync(WriteSession session, OwnerSpec spec, HubUser owner, string actor, string? ip)
    {
        await session.TakeTurnAsync(WriteTurn.Setup);
        await using var db = session.Open(default);
        if (await db.Users.AnyAsync())
        {
            return null;
        }
        db.Users.Add(owner);
        await db.SaveChangesAsync();
        await audit.AppendAsync(session, new AuditFact(null, actor, "setup.done", owner.Email, Ip: ip));
        var project = await projects.AddAsync(session, owner, spec.Project.Trim());
        if (spec.ServerKey is { } text)
        {
            await keys.AddAsync(session, ProjectAdmin.System(project.Id), new NewKey("First server key", ApiKeyKind.Server, ApiScopes.All), text, "key.created");
        }
        return project;
    }

    /// <summary>What is wrong with a password, in words.</summary>
    public async Task<IReadOnlyList<string>> WeaknessesAsync(string password, HubUser? owner = null)
    {
        var found = new List<string>();
        foreach (var validator in users.PasswordValidators)
        {
            var result = await validator.ValidateAsync(users, owner ?? new HubUser(), password);
            found.AddRange(result.Errors.Select(e => e.Description));
        }
        return found;
    }

    private async Task<List<OwnerProblem>> CheckAsync(OwnerSpec spec, HubUser owner)
    {
        var problems = new List<OwnerProblem>();
        if (!MailAddress.TryCreate(owner.Email, out var address) || address.Address != owner.Email || owner.Email!.Length > 254)
        {
            problems.Add(new OwnerProblem("OwnerEmail", "An e-mail address is needed."));
        }
        var weak = await WeaknessesAsync(spec.Password, owner);
        if (!spec.TakesWeakPassword || spec.Password.Length == 0)
        {
            problems.AddRange(weak.Select(why => new OwnerProblem("OwnerPassword", why)));
        }
        if (spec.Project.Trim().Length is < 1 or > 100)
        {
            problems.Add(new OwnerProblem("Project", "A name of 1 to 100 characters is needed."));
        }
        if (owner.DisplayName.Length is < 1 or > 100)
        {
            problems.Add(new OwnerProblem("DisplayName", "A name of 1 to 100 characters is needed."));
        }
        if (spec.ServerKey is { } key && !KeyText.IsGiven(key))
        {
            problems.Add(new OwnerProblem("ServerKey", $"A server key starts with nhs_ and has at least {KeyText.ShortestGiven} characters."));
        }
        return problems;
    }
}
