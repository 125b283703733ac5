using NotifyHub.Data.Rows;
using NotifyHub.Insights.Overview;

namespace NotifyHub.Tests.Insights.Overview;

public sealed class SetupChecklistTests : InsightsTest
{
    [Fact]
    public async Task Each_step_is_done_when_its_row_is_there()
    {
        var checklist = new SetupChecklist(Store.Contexts);
        Assert.Empty(await checklist.DoneAsync(SendRows.Project));

        await Rows.AddAsync(new ProviderCredential { Id = 1, ProjectId = SendRows.Project, Provider = ProviderKind.Apns, Version = 1, State = CredentialState.Active, Config = "{}", SealedSecret = [1], Fingerprint = "f" });
        Assert.Equal([SetupStep.Credential], await checklist.DoneAsync(SendRows.Project));

        var device = await Rows.DeviceAsync();
        await Rows.AddAsync(new ApiKey { Id = 2, ProjectId = SendRows.Project, Kind = ApiKeyKind.Server, Name = "k", LookupId = "l", Hash = [1] });
        var send = await Rows.SendAsync(device);
        Assert.DoesNotContain(SetupStep.Ack, await checklist.DoneAsync(SendRows.Project));

        await Rows.ChangeAsync<DeliveryTask>(send.Id, d => d.AckedAt = Clock.GetUtcNow());
        Assert.Equal(Enum.GetValues<SetupStep>(), (await checklist.DoneAsync(SendRows.Project)).Order());
        Assert.Empty(await checklist.DoneAsync(SendRows.OtherProject));
    }

    [Fact]
    public async Task A_staged_credential_and_a_revoked_key_are_not_enough()
    {
        await Rows.AddAsync(
            new ProviderCredential { Id = 1, ProjectId = SendRows.Project, Provider = ProviderKind.Apns, Version = 1, State = CredentialState.Staged, Config = "{}", SealedSecret = [1], Fingerprint = "f" },
            new ApiKey { Id = 2, ProjectId = SendRows.Project, Kind = ApiKeyKind.Server, Name = "k", LookupId = "l", Hash = [1], RevokedAt = Clock.GetUtcNow() },
            new ApiKey { Id = 3, ProjectId = SendRows.Project, Kind = ApiKeyKind.Publishable, Name = "p", LookupId = "m", Hash = [1] });

        Assert.Empty(await new SetupChecklist(Store.Contexts).DoneAsync(SendRows.Project));
    }
}
