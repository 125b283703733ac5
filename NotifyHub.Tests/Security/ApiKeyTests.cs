using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Security;

public class ApiKeyTests
{
    private static readonly NewKey Sender = new("sender", ApiKeyKind.Server, ApiScopes.Send);

    private static (ProjectKeys Keys, IKeyVerifier Verifier, ProjectAdmin By) Of(TestHub hub) =>
        (hub.Services.GetRequiredService<ProjectKeys>(), hub.Services.GetRequiredService<IKeyVerifier>(), ProjectAdmin.System(hub.ProjectId));

    [Fact]
    public async Task A_revoked_key_fails_on_the_very_next_request()
    {
        await using var hub = await TestHub.StartAsync();
        var (keys, verifier, by) = Of(hub);
        var issued = await keys.CreateAsync(by, Sender);
        Assert.NotNull(await verifier.VerifyAsync(issued.Text));
        Assert.True(await keys.RevokeAsync(by, issued.Row.Id));
        Assert.Null(await verifier.VerifyAsync(issued.Text));
        Assert.False(await keys.RevokeAsync(by, issued.Row.Id));
    }

    [Fact]
    public async Task While_a_key_is_rotated_both_work_and_afterwards_only_the_new_one()
    {
        var clock = new ManualTime(DateTimeOffset.UtcNow);
        await using var hub = await TestHub.StartAsync(services: s => s.AddSingleton<TimeProvider>(clock));
        var (keys, verifier, by) = Of(hub);
        var old = await keys.CreateAsync(by, Sender);
        var next = (await keys.RotateAsync(by, old.Row.Id, TimeSpan.FromHours(1)))!;
        Assert.NotNull(await verifier.VerifyAsync(old.Text));
        Assert.Equal(ApiScopes.Send, (await verifier.VerifyAsync(next.Text))!.Scopes);
        Assert.Null(await keys.RotateAsync(by, old.Row.Id, TimeSpan.FromHours(1)));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(await verifier.VerifyAsync(old.Text));
        Assert.NotNull(await verifier.VerifyAsync(next.Text));
    }

    [Fact]
    public async Task Rotation_never_prolongs_a_key()
    {
        await using var hub = await TestHub.StartAsync();
        var (keys, _, by) = Of(hub);
        var ends = DateTimeOffset.UtcNow.AddMinutes(5);
        var old = await keys.CreateAsync(by, Sender with { ExpiresAt = ends });
        await keys.RotateAsync(by, old.Row.Id, TimeSpan.FromDays(7));
        var row = (await keys.ListAsync(hub.ProjectId)).Single(k => k.Id == old.Row.Id);
        Assert.Equal(ends.ToUnixTimeMilliseconds(), row.ExpiresAt!.Value.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Another_projects_key_cannot_be_revoked_rotated_or_seen()
    {
        await using var hub = await TestHub.StartAsync();
        var (keys, verifier, by) = Of(hub);
        var issued = await keys.CreateAsync(by, Sender);
        var stranger = ProjectAdmin.System((await hub.NewProjectAsync()).Id);
        Assert.False(await keys.RevokeAsync(stranger, issued.Row.Id));
        Assert.Null(await keys.RotateAsync(stranger, issued.Row.Id, TimeSpan.Zero));
        Assert.DoesNotContain(await keys.ListAsync(stranger.ProjectId), k => k.Id == issued.Row.Id);
        Assert.NotNull(await verifier.VerifyAsync(issued.Text));
    }

    [Fact]
    public async Task Last_use_is_written_in_one_go_and_only_when_there_was_one()
    {
        await using var hub = await TestHub.StartAsync();
        var (keys, verifier, by) = Of(hub);
        var used = await keys.CreateAsync(by, Sender);
        var unused = await keys.CreateAsync(by, Sender);
        await verifier.VerifyAsync(used.Text);
        await hub.Services.GetRequiredService<KeyUse>().FlushAsync();
        var rows = await keys.ListAsync(hub.ProjectId);
        Assert.NotNull(rows.Single(k => k.Id == used.Row.Id).LastUsedAt);
        Assert.Null(rows.Single(k => k.Id == unused.Row.Id).LastUsedAt);
    }

    [Fact]
    [Trait("Engine", "sqlite")]
    public async Task The_files_of_the_database_hold_no_usable_key_no_token_and_no_secret()
    {
        await using var hub = await TestHub.StartAsync();
        var (keys, _, by) = Of(hub);
        var issued = await keys.CreateAsync(by, Sender);
        var device = "canarydevicetoken0123456789abcdef";
        var box = hub.Services.GetRequiredService<NotifyHub.Audience.Devices.DeviceTokens>();
        var seal = box.Seal(hub.ProjectId, 1, new NotifyHub.Audience.Devices.DeviceAddress(device));
        var vault = hub.Services.GetRequiredService<NotifyHub.Pipeline.Channels.Push.Credentials.CredentialVault>();
        await vault.StoreAsync(by, new(ProviderKind.Fcm, "{}", new System.Text.Json.Nodes.JsonObject { ["serviceAccountJson"] = hub.Sandbox.Credentials.ServiceAccountJson() }.ToJsonString(), Activate: false));
        var secret = hub.Sandbox.Credentials.ServiceAccountJson().Split("\\n")[1];

        var dump = string.Concat(Directory.EnumerateFiles(hub.DataDirectory, "notifyhub.db*").Select(ReadShared));
        Assert.Contains(issued.Row.LookupId, dump);
        foreach (var canary in new[] { issued.Text, issued.Text[16..^6], hub.ServerKey, hub.ServerKey[16..^6], hub.OwnerPassword, secret })
        {
            Assert.DoesNotContain(canary, dump);
        }
        Assert.DoesNotContain(device, Encoding.Latin1.GetString(seal));
    }

    private static string ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
