using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Security;

public sealed class RightsTests : IAsyncLifetime
{
    private TestHub _hub = null!;

    public async Task InitializeAsync() => _hub = await TestHub.StartAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    /// <summary>Deeds that need an admin, each on something that exists. ProjectAdmin is what they all ask for.</summary>
    private async Task<Dictionary<string, Func<ProjectAdmin, Task>>> DeedsAsync()
    {
        var (keys, vault, system) = (_hub.Services.GetRequiredService<ProjectKeys>(), _hub.Services.GetRequiredService<CredentialVault>(), ProjectAdmin.System(_hub.ProjectId));
        var key = await keys.CreateAsync(system, new NewKey("k", ApiKeyKind.Server, ApiScopes.Send));
        var credential = await vault.StoreAsync(system, Vapid);
        return new Dictionary<string, Func<ProjectAdmin, Task>>
        {
            ["create key"] = by => keys.CreateAsync(by, new NewKey("k", ApiKeyKind.Server, ApiScopes.Send)),
            ["rotate key"] = by => keys.RotateAsync(by, key.Row.Id, TimeSpan.Zero),
            ["revoke key"] = by => keys.RevokeAsync(by, key.Row.Id),
            ["store credential"] = by => vault.StoreAsync(by, Vapid),
            ["probe credential"] = by => vault.ProbeAsync(by, credential.Id),
            ["activate credential"] = by => vault.ActivateAsync(by, credential.Id, force: false),
            ["delete credential"] = by => vault.DeleteAsync(by, credential.Id),
        };
    }

    private static NewCredential Vapid => new(ProviderKind.WebPush, """{"subject":"mailto:push@example.com"}""", "{}", Activate: false);

    [Theory]
    [InlineData(ProjectRole.Owner, true)]
    [InlineData(ProjectRole.Admin, true)]
    [InlineData(ProjectRole.Operator, false)]
    [InlineData(ProjectRole.Viewer, false)]
    [InlineData(null, false)]
    public async Task Keys_and_credentials_are_changed_by_owners_and_admins_only(ProjectRole? role, bool allowed)
    {
        await using var member = await TestMember.JoinAsync(_hub, role);
        foreach (var (name, deed) in await DeedsAsync())
        {
            async Task Act() => await deed(ProjectAdmin.From(await member.Current.GetAsync()));
            var error = await Record.ExceptionAsync(Act);
            Assert.True(allowed ? error is null : error is AccessDeniedException, $"{name} as {role}: {error}");
        }
    }

    [Fact]
    public async Task No_deed_that_changes_keys_or_credentials_can_be_called_without_the_right()
    {
        var deeds = new[] { typeof(ProjectKeys), typeof(CredentialVault) }
            .SelectMany(t => t.GetMethods(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.DeclaredOnly))
            .Where(m => m.Name is not ("ListAsync" or "Check"));
        Assert.All(deeds, m => Assert.Equal(typeof(ProjectAdmin), m.GetParameters()[0].ParameterType));
        Assert.Equal((await DeedsAsync()).Count, deeds.Count());
    }

    [Theory]
    [InlineData(ApiKeyKind.Server, ApiScopes.Manage, true)]
    [InlineData(ApiKeyKind.Server, ApiScopes.All & ~ApiScopes.Manage, false)]
    [InlineData(ApiKeyKind.Publishable, ApiScopes.All, false)]
    public void A_key_administers_with_the_scope_manage_only(ApiKeyKind kind, ApiScopes scopes, bool allowed)
    {
        var error = Record.Exception(() => ProjectAdmin.From(new KeyCaller(1, 1, kind, scopes, "k"), ip: null));
        Assert.Equal(allowed, error is null);
    }

    [Fact]
    public async Task A_member_who_is_put_out_can_do_nothing_at_an_open_page()
    {
        await using var member = await TestMember.JoinAsync(_hub, ProjectRole.Owner);
        Assert.Equal(ProjectRole.Owner, (await member.Current.GetAsync()).Role);
        await member.BecomeAsync(ProjectRole.Viewer);
        await Assert.ThrowsAsync<AccessDeniedException>(() => member.Current.RequireAsync(ProjectRole.Operator).AsTask());
        await member.BecomeAsync(null);
        await Assert.ThrowsAsync<AccessDeniedException>(() => member.Current.GetAsync().AsTask());
    }

    [Fact]
    public async Task A_changed_password_ends_open_pages_and_sessions()
    {
        await using var member = await TestMember.JoinAsync(_hub, ProjectRole.Owner);
        var users = member.Services.GetRequiredService<UserManager<HubUser>>();
        Assert.True((await users.ChangePasswordAsync(member.User, TestMember.Password, "entirely new unrelated words")).Succeeded);
        await Assert.ThrowsAsync<AccessDeniedException>(() => member.Current.GetAsync().AsTask());
    }

    [Fact]
    public async Task The_member_of_two_projects_works_in_the_one_that_was_chosen()
    {
        using var owner = await FormClient.OwnerOf(_hub);
        var second = await _hub.NewProjectAsync("Second project");
        Assert.Contains("Test project", await owner.Http.GetStringAsync("/developers/keys"));
        var switched = await owner.PostAsync("/", new Dictionary<string, string> { ["project"] = second.WireId }, action: "/switch-project");
        Assert.Equal(System.Net.HttpStatusCode.Redirect, switched.StatusCode);
        Assert.Contains("Second project", await owner.Http.GetStringAsync("/developers/keys"));
        var foreign = await owner.PostAsync("/", new Dictionary<string, string> { ["project"] = RowId.Format(RowId.Project, 12345) }, action: "/switch-project");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, foreign.StatusCode);
    }
}
