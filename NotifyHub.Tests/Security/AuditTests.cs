using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Security;

public sealed class AuditTests : IAsyncLifetime
{
    private TestHub _hub = null!;

    public async Task InitializeAsync() => _hub = await TestHub.StartAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    private AuditQueries Queries => _hub.Services.GetRequiredService<AuditQueries>();
    private ProjectAdmin By => ProjectAdmin.System(_hub.ProjectId);

    private async Task<List<string>> ActionsAsync()
    {
        await using var db = _hub.Services.GetRequiredService<HubContexts>().Open(default);
        return await db.Audit.OrderBy(e => e.Id).Select(e => e.Action).ToListAsync();
    }

    [Fact]
    public async Task Each_deed_leaves_one_entry_in_order()
    {
        var (keys, vault) = (_hub.Services.GetRequiredService<ProjectKeys>(), _hub.Services.GetRequiredService<CredentialVault>());
        var key = await keys.CreateAsync(By, new NewKey("k", ApiKeyKind.Server, ApiScopes.Send));
        await keys.RotateAsync(By, key.Row.Id, TimeSpan.FromHours(1));
        await keys.RevokeAsync(By, key.Row.Id);
        var credential = await vault.StoreAsync(By, new NewCredential(ProviderKind.WebPush, """{"subject":"mailto:a@example.com"}""", "{}", Activate: true));
        await vault.ProbeAsync(By, credential.Id);
        await vault.DeleteAsync(By, credential.Id);
        using var person = new FormClient(_hub.Url);
        await person.SignInAsync(_hub.OwnerEmail, "the wrong password");
        await person.SignInAsync(_hub.OwnerEmail, _hub.OwnerPassword);
        Assert.Equal(
            ["setup.done", "project.created", "key.created", "key.created", "key.rotated", "key.revoked", "credential.stored", "credential.activated", "credential.probed", "credential.deleted", "signin.failed", "signin.ok"],
            await ActionsAsync());
        Assert.Null(await Queries.FirstBrokenAsync());
    }

    [Fact]
    public async Task A_deed_that_fails_leaves_no_entry()
    {
        var before = await ActionsAsync();
        var audit = _hub.Services.GetRequiredService<IAuditLog>();
        await Assert.ThrowsAsync<InvalidOperationException>(() => _hub.Services.GetRequiredService<IWriteGate>().WriteAsync(async session =>
        {
            await audit.AppendAsync(session, new AuditFact(_hub.ProjectId, "test", "never.done", null));
            throw new InvalidOperationException("the deed fails");
        }));
        Assert.Equal(before, await ActionsAsync());
    }

    [Fact]
    public async Task The_chain_holds_under_many_writers_and_shows_a_changed_or_removed_entry()
    {
        var gate = _hub.Services.GetRequiredService<IWriteGate>();
        var audit = _hub.Services.GetRequiredService<IAuditLog>();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => gate.WriteAsync(session => audit.AppendAsync(session, new AuditFact(_hub.ProjectId, "test", "count", $"{i}")))));
        Assert.Null(await Queries.FirstBrokenAsync());

        var some = (await Queries.ListAsync(By, before: null, limit: 100))[50];
        await gate.WriteAsync(async session => await session.Prepare("update audit_entries set actor = 'somebody else' where id = @id").Bind(some.Id).ExecuteAsync());
        Assert.Equal(some.Id, await Queries.FirstBrokenAsync());
        await gate.WriteAsync(async session => await session.Prepare("delete from audit_entries where id = @id").Bind(some.Id).ExecuteAsync());
        Assert.NotNull(await Queries.FirstBrokenAsync());
    }

    [Fact]
    public async Task A_project_reads_its_own_entries_only_page_by_page()
    {
        var other = await _hub.NewProjectAsync();
        var keys = _hub.Services.GetRequiredService<ProjectKeys>();
        for (var i = 0; i < 5; i++)
        {
            await keys.CreateAsync(By, new NewKey($"k{i}", ApiKeyKind.Server, ApiScopes.Send));
        }
        var first = await Queries.ListAsync(By, before: null, limit: 3);
        var second = await Queries.ListAsync(By, first[^1].Id, limit: 3);
        Assert.Equal(6, first.Concat(second).Select(e => e.Id).Distinct().Count());
        Assert.All(first.Concat(second), e => Assert.Equal(_hub.ProjectId, e.ProjectId));
        Assert.All(await Queries.ListAsync(ProjectAdmin.System(other.Id), null, 200), e => Assert.Equal(other.Id, e.ProjectId));
    }

    [Fact]
    public async Task No_entry_holds_a_secret()
    {
        var key = await _hub.Services.GetRequiredService<ProjectKeys>().CreateAsync(By, new NewKey("k", ApiKeyKind.Server, ApiScopes.All));
        using var person = new FormClient(_hub.Url);
        await person.SignInAsync(_hub.OwnerEmail, "a password typed wrong");
        await using var db = _hub.Services.GetRequiredService<HubContexts>().Open(default);
        var text = string.Concat((await db.Audit.ToListAsync()).Select(e => $"{e.Actor}{e.Subject}{e.Detail}"));
        Assert.DoesNotContain(key.Text[16..], text);
        Assert.DoesNotContain("a password typed wrong", text);
    }
}
