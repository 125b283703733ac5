using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Tests.Support;

/// <summary>An account with a role in the hub's first project, at an open page: a service scope that is signed in as in a circuit.</summary>
public sealed class TestMember : IAsyncDisposable
{
    private readonly TestHub _hub;
    private readonly AsyncServiceScope _scope;

    private TestMember(TestHub hub, HubUser user, AsyncServiceScope scope) => (_hub, User, _scope) = (hub, user, scope);

    public const string Password = "some other unrelated words";

    public HubUser User { get; }

    /// <summary>The circuit's services.</summary>
    public IServiceProvider Services => _scope.ServiceProvider;

    /// <summary>Asked anew for each deed, as the pages do.</summary>
    public ICurrentMember Current => Services.GetRequiredService<ICurrentMember>();

    /// <summary>Makes the account; a null role is a member of nothing.</summary>
    public static async Task<TestMember> JoinAsync(TestHub hub, ProjectRole? role)
    {
        var scope = hub.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<HubUser>>();
        var email = $"{role?.ToString().ToLowerInvariant() ?? "nobody"}-{Guid.NewGuid():N}@example.com";
        var user = new HubUser { Id = hub.Services.GetRequiredService<HubIds>().Next(), Email = email, UserName = email, DisplayName = "Member" };
        Assert.True((await users.CreateAsync(user, Password)).Succeeded);
        var member = new TestMember(hub, user, scope);
        await member.BecomeAsync(role);
        var principal = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<HubUser>>().CreateAsync(user);
        ((ServerAuthenticationStateProvider)scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>()).SetAuthenticationState(Task.FromResult(new AuthenticationState(principal)));
        return member;
    }

    /// <summary>Changes or ends the membership, as an owner would in another window.</summary>
    public Task BecomeAsync(ProjectRole? role) => _hub.Services.GetRequiredService<IWriteGate>().WriteAsync(ProjectScope.Of(_hub.ProjectId), async (db, _) =>
    {
        await db.Members.Where(m => m.UserId == User.Id).ExecuteDeleteAsync();
        if (role is { } given)
        {
            db.Members.Add(new ProjectMember { ProjectId = _hub.ProjectId, UserId = User.Id, Role = given });
        }
        return 0;
    });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _scope.DisposeAsync();
}
