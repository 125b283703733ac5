using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.ProjectPolicy;
using NotifyHub.Pipeline.Explain.Replay;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Explain;

/// <summary>Real traffic of a whole app is replayed against a proposed policy, and nothing is written.</summary>
public sealed class PolicyTimeMachineTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    [Fact]
    public async Task A_proposed_cap_is_told_for_what_was_really_sent_and_writes_nothing()
    {
        var user = Guid.NewGuid().ToString("n");
        await hub.Client.CallAsync(HttpMethod.Put, $"/v1/users/{user}", System.Net.Http.Json.JsonContent.Create(new JsonObject { ["email"] = $"{user}@example.com" }));
        Assert.Equal(HttpStatusCode.Created, (await hub.Client.PostTextAsync("/v1/types", """{"key":"replayed","label":"Replayed","category":"replayed","channels":{"in_app":true,"email":true}}""")).Status);
        for (var i = 0; i < 4; i++)
        {
            await hub.Client.PostTextAsync("/v1/notifications", $$$"""{"type":"replayed","to":{"user":"{{{user}}}"},"content":{"title":"x"}}""");
        }
        var mails = await hub.Hub.UntilAsync(async () =>
        {
            await using var db = hub.Rows();
            var sent = await db.Deliveries.AsNoTracking().Where(d => d.Category == "replayed" && d.Provider == ProviderKind.Email && d.Status == DeliveryStatus.Sent).ToListAsync();
            return sent.Count == 4 ? sent : null;
        });
        var project = mails[0].ProjectId;
        var machine = hub.Hub.Services.GetRequiredService<PolicyTimeMachine>();
        var proposed = new PolicySettings { Caps = [new CapSetting { Most = 1, Minutes = 60, Category = "replayed", Then = CapSetting.Suppress }] };
        var stored = await StoredAsync();

        var report = await machine.ReplayAsync(project, proposed);
        Assert.Equal((4, 4, 4, 1, 3), (report.Looked, report.Of, report.Before(ReplayVerdict.Sent), report.After(ReplayVerdict.Sent), report.After(ReplayVerdict.Suppressed)));
        var person = Assert.Single(report.People);
        Assert.Equal((user, 3), (person.UserId, person.Changed));
        Assert.All(person.Changes, change => Assert.Equal(DeliveryReason.FrequencyCap, change.After.Reason));

        // No more than it may look at, and it says so.
        var sample = await machine.ReplayAsync(project, proposed, null, 2, default);
        Assert.Equal((2, 4, 1), (sample.Looked, sample.Of, sample.After(ReplayVerdict.Suppressed)));
        Assert.True(sample.From > report.From);

        // The same over the wire.
        var told = await hub.Client.PostTextAsync("/v1/projects/current/policy/replay", """{"caps":[{"most":1,"minutes":60,"category":"replayed","then":"suppress"}]}""");
        Assert.Equal((HttpStatusCode.OK, 4, 1, 3), (told.Status, told.Json["before"]!["sent"]!.GetValue<int>(), told.Json["after"]!["sent"]!.GetValue<int>(), told.Json["after"]!["suppressed"]!.GetValue<int>()));
        Assert.Equal((user, "FrequencyCap"), (told.Json["people"]![0]!["userId"]!.GetValue<string>(), told.Json["people"]![0]!["changes"]![0]!["after"]!["reason"]!.GetValue<string>()));
        Assert.NotEmpty(told.Json["notReplayed"]!.AsArray());
        Assert.Equal("validation_failed", (await hub.Client.PostTextAsync("/v1/projects/current/policy/replay", """{"caps":[{"most":0,"minutes":60}]}""")).Code);

        Assert.Equal(stored, await StoredAsync());
        await Assert.ThrowsAsync<NotifyHub.Pipeline.Messages.RefusedException>(() => machine.ReplayAsync(project, new PolicySettings { Caps = [new CapSetting { Most = 0, Minutes = 60 }] }));
    }

    private async Task<string> StoredAsync()
    {
        await using var db = hub.Rows();
        var rows = await db.Deliveries.AsNoTracking().Where(d => d.Category == "replayed" && d.Provider == ProviderKind.Email).OrderBy(d => d.Id).ToListAsync();
        var settings = await db.Projects.AsNoTracking().OrderBy(p => p.Id).Select(p => p.PolicySettings).ToListAsync();
        return $"{string.Join(';', rows.Select(d => $"{d.Id} {d.Status} {d.Reason} {d.DueAt:O} {d.UpdatedAt:O} {d.Attempts}"))}|{string.Join(';', settings)}|{await db.Audit.CountAsync()}|{await db.Notifications.CountAsync()}|{await db.Deliveries.CountAsync()}";
    }
}
