using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience.Preferences;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Delivery;

/// <summary>An opt-out that comes after the accept is honoured, wherever the delivery waits.</summary>
public class ConsentTests
{
    private static readonly ConsentOrigin Origin = new("api", "test", null);

    [Fact]
    public async Task While_scheduled()
    {
        var time = new ManualTime();
        await using var rig = await DeliveryRig.OpenAsync(time);
        await rig.CredentialAsync(ProviderKind.Apns);
        var (ada, other) = (await OfAsync(rig, "ada"), await OfAsync(rig, "ben"));
        var ids = await rig.StoreAsync([ada, other], d => d.Category = "deals", sendAt: time.GetUtcNow().AddHours(1));
        await OutAsync(rig, "ada", true);
        time.Advance(TimeSpan.FromHours(1));
        rig.Wake();
        var stopped = await rig.UntilAsync(ids[0], DeliveryStatus.Suppressed);
        Assert.Equal((DeliveryReason.PreferenceOptedOut, 0), (stopped.Reason, stopped.Attempts));
        await rig.UntilAsync(ids[1], DeliveryStatus.Sent);
        Assert.Single(rig.Apns.Calls);
    }

    [Fact]
    public async Task Who_came_back_in_time_gets_it()
    {
        var time = new ManualTime();
        await using var rig = await DeliveryRig.OpenAsync(time);
        await rig.CredentialAsync(ProviderKind.Apns);
        var ids = await rig.StoreAsync([await OfAsync(rig, "ada")], d => d.Category = "deals", sendAt: time.GetUtcNow().AddHours(1));
        await OutAsync(rig, "ada", true);
        await OutAsync(rig, "ada", false);
        time.Advance(TimeSpan.FromHours(1));
        rig.Wake();
        await rig.UntilAsync(ids[0], DeliveryStatus.Sent);
    }

    [Fact]
    public async Task Between_claim_and_call()
    {
        await using var rig = await DeliveryRig.OpenAsync(inFlight: ProviderNames.Supported.Count);
        await rig.CredentialAsync(ProviderKind.Apns);
        var answer = new TaskCompletionSource<ProviderOutcome>();
        rig.Apns.Answer = (_, _) => answer.Task;
        var ids = await rig.StoreAsync([await OfAsync(rig, "ben"), await OfAsync(rig, "ada")], d => d.Category = "deals");
        rig.Wake();
        // One hand: one is at the vendor, the other is claimed and waits.
        await rig.Apns.Called.WaitAsync();
        Assert.Equal(DeliveryStatus.Sending, (await rig.DeliveryAsync(ids[1])).Status);
        await OutAsync(rig, "ada", true);
        await OutAsync(rig, "ben", true);
        answer.SetResult(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 });
        await rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Sent) == 1 && await rig.CountAsync(DeliveryStatus.Suppressed) == 1);
        Assert.Single(rig.Apns.Calls);
    }

    [Fact]
    public async Task What_has_no_category_is_everybodys()
    {
        await using var rig = await DeliveryRig.OpenAsync();
        await rig.CredentialAsync(ProviderKind.Apns);
        var device = await OfAsync(rig, "ada");
        await OutAsync(rig, "ada", true);
        await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Sent);
        await rig.UntilAsync(await rig.SendAsync(device, d => d.Category = "orders"), DeliveryStatus.Sent);
        await rig.UntilAsync(await rig.SendAsync(device, d => d.Category = "deals"), DeliveryStatus.Suppressed);
    }

    private static Task OutAsync(DeliveryRig rig, string user, bool optedOut) => rig.Services.GetRequiredService<ConsentBook>()
        .SetAsync(DeliveryRig.ProjectId, SubjectKey.OfUser(user), [new PreferenceChange { Category = "deals", OptedOut = optedOut }], Origin);

    private static async Task<Device> OfAsync(DeliveryRig rig, string user)
    {
        var device = await rig.DeviceAsync();
        await rig.Gate.WriteAsync(session => session.Prepare("update devices set user_id = @user where id = @id").Bind(user, device.Id).ExecuteAsync());
        return device;
    }
}
