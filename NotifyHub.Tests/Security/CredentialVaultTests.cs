using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Sandbox.Credentials;
using NotifyHub.Security.Secrets;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Security;

public class CredentialVaultTests
{
    private static NewCredential Apns(TestHub hub, string keyId = SandboxCredentials.KeyId, bool activate = false) => new(
        ProviderKind.Apns,
        JsonSerializer.Serialize(new { keyId, teamId = SandboxCredentials.TeamId, bundleId = SandboxCredentials.BundleId, environment = "production" }),
        JsonSerializer.Serialize(new { p8 = hub.Sandbox.Credentials.P8 }), activate);

    private static NewCredential Vapid(bool activate = true) => new(ProviderKind.WebPush, """{"subject":"mailto:push@example.com"}""", "{}", activate);

    private static CredentialVault VaultOf(TestHub hub) => hub.Services.GetRequiredService<CredentialVault>();

    [Fact]
    public async Task A_good_key_is_probed_over_the_wire_and_becomes_active()
    {
        await using var hub = await TestHub.StartAsync();
        var stored = await VaultOf(hub).StoreAsync(ProjectAdmin.System(hub.ProjectId), Apns(hub, activate: true));
        Assert.Equal((CredentialState.Active, "ok", 1), (stored.State, stored.ProbeVerdict, stored.Version));
        var active = await hub.Services.GetRequiredService<ActiveCredentials>().GetAsync(hub.ProjectId, ProviderKind.Apns);
        Assert.Equal($"{hub.ProjectId}:{stored.Id}:1", active!.Secret.CacheKey);
    }

    [Fact]
    public async Task A_key_that_the_vendor_refuses_stays_staged_and_needs_force()
    {
        await using var hub = await TestHub.StartAsync();
        var by = ProjectAdmin.System(hub.ProjectId);
        var stored = await VaultOf(hub).StoreAsync(by, Apns(hub, keyId: "WRONGKEYID", activate: true));
        Assert.Equal((CredentialState.Staged, "rejected"), (stored.State, stored.ProbeVerdict));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => VaultOf(hub).ActivateAsync(by, stored.Id, force: false));
        Assert.Equal(RefusalCode.VerdictSaysNo, refused.Code);
        Assert.Equal(CredentialState.Active, (await VaultOf(hub).ActivateAsync(by, stored.Id, force: true)).State);
    }

    [Fact]
    public async Task Activating_retires_the_version_before_and_the_cache_follows_at_once()
    {
        await using var hub = await TestHub.StartAsync();
        var by = ProjectAdmin.System(hub.ProjectId);
        var credentials = hub.Services.GetRequiredService<ActiveCredentials>();
        var first = await VaultOf(hub).StoreAsync(by, Vapid());
        Assert.Equal(first.Id, (await credentials.GetAsync(hub.ProjectId, ProviderKind.WebPush))!.Id);
        var second = await VaultOf(hub).StoreAsync(by, Vapid());
        Assert.Equal((second.Id, 2), ((await credentials.GetAsync(hub.ProjectId, ProviderKind.WebPush))!.Id, second.Version));
        Assert.Equal(CredentialState.Retired, (await VaultOf(hub).ListAsync(hub.ProjectId)).Single(c => c.Id == first.Id).State);
        await VaultOf(hub).DeleteAsync(by, second.Id);
        Assert.Null(await credentials.GetAsync(hub.ProjectId, ProviderKind.WebPush));
    }

    [Fact]
    public async Task A_pause_holds_and_a_good_probe_lifts_it_and_releases_what_was_held()
    {
        await using var hub = await TestHub.StartAsync();
        var by = ProjectAdmin.System(hub.ProjectId);
        var credentials = hub.Services.GetRequiredService<ActiveCredentials>();
        var stored = await VaultOf(hub).StoreAsync(by, Apns(hub, activate: true));
        await credentials.PauseAsync(hub.ProjectId, stored.Id, "InvalidProviderToken");
        Assert.True((await credentials.GetAsync(hub.ProjectId, ProviderKind.Apns))!.Paused);
        var held = await HeldDeliveryAsync(hub, ProviderKind.Apns);
        var other = await HeldDeliveryAsync(hub, ProviderKind.Fcm);

        await VaultOf(hub).ProbeAsync(by, stored.Id);

        Assert.False((await credentials.GetAsync(hub.ProjectId, ProviderKind.Apns))!.Paused);
        await ReleasedAsync(hub, held);
        Assert.Equal(DeliveryStatus.Held, await StatusOf(hub, other));
    }

    [Theory]
    [InlineData("probe")]
    [InlineData("replace")]
    [InlineData("delete")]
    public async Task A_refused_credential_is_an_alert_that_ends_with_the_trouble(string remedy)
    {
        await using var hub = await TestHub.StartAsync();
        var by = ProjectAdmin.System(hub.ProjectId);
        var stored = await VaultOf(hub).StoreAsync(by, Vapid());
        var credentials = hub.Services.GetRequiredService<ActiveCredentials>();
        await credentials.PauseAsync(hub.ProjectId, stored.Id, "VapidPkHashMismatch");
        await credentials.PauseAsync(hub.ProjectId, stored.Id, "VapidPkHashMismatch");
        var alert = Assert.Single(await AlertsAsync(hub));
        Assert.Equal((AlertKind.CredentialTrouble, "webpush", null), (alert.Kind, alert.Subject, alert.ResolvedAt));
        Assert.Contains("VapidPkHashMismatch", alert.Detail);

        await (remedy switch
        {
            "probe" => VaultOf(hub).ProbeAsync(by, stored.Id),
            "replace" => VaultOf(hub).StoreAsync(by, Vapid()),
            _ => VaultOf(hub).DeleteAsync(by, stored.Id),
        });
        Assert.NotNull(Assert.Single(await AlertsAsync(hub)).ResolvedAt);
    }

    [Fact]
    public async Task A_wrong_file_is_named_in_words()
    {
        await using var hub = await TestHub.StartAsync();
        var upload = new NewCredential(ProviderKind.Fcm, "{}", """{"serviceAccountJson":{"project_info":{"project_id":"x"},"client":[]}}""", Activate: false);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => VaultOf(hub).StoreAsync(ProjectAdmin.System(hub.ProjectId), upload));
        Assert.Contains("google-services.json", refused.Message);
        Assert.StartsWith("/secret", Assert.Single(refused.Faults).Pointer);
    }

    [Fact]
    public async Task A_sealed_secret_moved_to_another_row_or_project_does_not_open()
    {
        await using var hub = await TestHub.StartAsync();
        var by = ProjectAdmin.System(hub.ProjectId);
        var first = await VaultOf(hub).StoreAsync(by, Vapid());
        var other = await hub.NewProjectAsync();
        var box = hub.Services.GetRequiredService<ISecretBox>();
        Assert.NotEmpty(box.Open(ActiveCredentials.Place(hub.ProjectId, first.Id), first.SealedSecret));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => box.Open(ActiveCredentials.Place(hub.ProjectId, first.Id + 1), first.SealedSecret));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => box.Open(ActiveCredentials.Place(other.Id, first.Id), first.SealedSecret));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => box.Open(new SecretPlace("devices.sealed_token", hub.ProjectId, first.Id), first.SealedSecret));
    }

    [Fact]
    public async Task A_seal_that_does_not_open_holds_the_sends_and_loses_none()
    {
        await using var hub = await TestHub.StartAsync();
        var by = ProjectAdmin.System(hub.ProjectId);
        var stored = await VaultOf(hub).StoreAsync(by, Vapid());
        await hub.Services.GetRequiredService<IWriteGate>().WriteAsync(async session =>
        {
            await session.Prepare("update provider_credentials set sealed_secret = @seal where id = @id").Bind(new byte[64], stored.Id).ExecuteAsync();
            session.Changed(hub.ProjectId, HubTables.Credentials);
        });
        Assert.True((await hub.Services.GetRequiredService<ActiveCredentials>().GetAsync(hub.ProjectId, ProviderKind.WebPush))!.Paused);
        Assert.Contains("master key", Assert.Single(await AlertsAsync(hub)).Detail);
        var probed = await VaultOf(hub).ProbeAsync(by, stored.Id);
        Assert.Equal(("malformed", "secret_unreadable"), (probed.ProbeVerdict, probed.ProbeCode));
        Assert.NotNull((await VaultOf(hub).ListAsync(hub.ProjectId)).Single().PausedAt);
    }

    [Fact]
    public async Task Another_projects_credential_is_not_found_for_any_deed()
    {
        await using var hub = await TestHub.StartAsync();
        var stored = await VaultOf(hub).StoreAsync(ProjectAdmin.System(hub.ProjectId), Vapid());
        var stranger = ProjectAdmin.System((await hub.NewProjectAsync()).Id);
        foreach (var deed in new Func<Task>[] { () => VaultOf(hub).ProbeAsync(stranger, stored.Id), () => VaultOf(hub).ActivateAsync(stranger, stored.Id, force: true), () => VaultOf(hub).DeleteAsync(stranger, stored.Id) })
        {
            Assert.Equal(RefusalCode.NotFound, (await Assert.ThrowsAsync<RefusedException>(deed)).Code);
        }
        Assert.Equal(CredentialState.Active, Assert.Single(await VaultOf(hub).ListAsync(hub.ProjectId)).State);
        Assert.Empty(await VaultOf(hub).ListAsync(stranger.ProjectId));
    }

    private static async Task<List<Alert>> AlertsAsync(TestHub hub)
    {
        await using var db = hub.Services.GetRequiredService<HubContexts>().Open(ProjectScope.Of(hub.ProjectId));
        return await db.Alerts.AsNoTracking().Where(alert => alert.Kind == AlertKind.CredentialTrouble).ToListAsync();
    }

    private static async Task<long> HeldDeliveryAsync(TestHub hub, ProviderKind provider)
    {
        var id = hub.Services.GetRequiredService<HubIds>().Next();
        await hub.Services.GetRequiredService<IWriteGate>().WriteAsync(ProjectScope.Of(hub.ProjectId), (db, _) =>
        {
            db.Deliveries.Add(new DeliveryTask
            {
                Id = id, ProjectId = hub.ProjectId, NotificationId = id, DeviceId = id, Provider = provider,
                Status = DeliveryStatus.Held, Reason = DeliveryReason.CredentialPaused, Lane = DeliveryLane.Normal,
            });
            return Task.FromResult(id);
        });
        return id;
    }

    // The worker lets it go once it has heard of the switch.
    private static async Task ReleasedAsync(TestHub hub, long id)
    {
        var feed = hub.Services.GetRequiredService<ChangeFeed>();
        // Not disposed of: a commit may be telling it in the moment in which we let go.
        var changed = new SemaphoreSlim(0);
        void Release(HubChange _) => changed.Release();
        feed.Changed += Release;
        while (await StatusOf(hub, id) == DeliveryStatus.Held)
        {
            Assert.True(await changed.WaitAsync(TimeSpan.FromSeconds(20)));
        }
        feed.Changed -= Release;
    }

    private static async Task<DeliveryStatus> StatusOf(TestHub hub, long id)
    {
        await using var db = hub.Services.GetRequiredService<HubContexts>().Open(ProjectScope.Of(hub.ProjectId));
        return (await db.Deliveries.SingleAsync(d => d.Id == id)).Status;
    }
}
