using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience.Devices;
using NotifyHub.Audience.People;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Audience.People;

public sealed class PersonEndpointsTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    private HttpClient Api => hub.Client;

    [Fact]
    public async Task Each_address_is_an_endpoint_and_the_inbox_bears_the_persons_id()
    {
        await PutAsync("ep-all", """{"email":"ada@example.com","channels":{"slack":"U1","telegram":"42","webhook":"https://example.com/hook"}}""");
        var rows = await RowsAsync("ep-all");
        Assert.Equal([ProviderKind.Email, ProviderKind.Slack, ProviderKind.Telegram, ProviderKind.Webhook, ProviderKind.InApp], rows.Select(r => r.Provider).Order());
        await using var db = hub.Rows();
        var person = await db.People.SingleAsync(p => p.UserId == "ep-all");
        Assert.Equal(person.Id, rows.Single(r => r.Provider == ProviderKind.InApp).Id);
        var mail = rows.Single(r => r.Provider == ProviderKind.Email);
        Assert.Equal(("ada@example.com", "a…@example.com"), (AddressOf(mail), mail.TokenTail));
        Assert.All(rows, row => Assert.Equal(DeviceStatus.Active, row.Status));
    }

    [Fact]
    public async Task A_changed_address_keeps_its_row_and_a_removed_one_is_retired_and_comes_back()
    {
        await PutAsync("ep-change", """{"email":"old@example.com"}""");
        var old = await MailAsync("ep-change");
        await PutAsync("ep-change", """{"email":"new@example.com"}""");
        var moved = await MailAsync("ep-change");
        Assert.Equal((old.Id, "new@example.com", DeviceStatus.Active), (moved.Id, AddressOf(moved), moved.Status));
        await PutAsync("ep-change", """{"name":"No mail"}""");
        var gone = await MailAsync("ep-change");
        Assert.Equal((old.Id, DeviceStatus.Retired, "removed", 0), (gone.Id, gone.Status, gone.RetiredReason, gone.SealedToken.Length));
        await PutAsync("ep-change", """{"name":"Still no mail"}""");
        Assert.Equal(gone.RetiredAt, (await MailAsync("ep-change")).RetiredAt);
        await PutAsync("ep-change", """{"email":"new@example.com"}""");
        Assert.Equal((old.Id, DeviceStatus.Active), ((await MailAsync("ep-change")).Id, (await MailAsync("ep-change")).Status));
    }

    [Fact]
    public async Task An_address_that_was_refused_stays_refused_until_it_changes()
    {
        await PutAsync("ep-bounced", """{"email":"bounced@example.com"}""");
        var mail = await MailAsync("ep-bounced");
        await hub.Hub.Services.GetRequiredService<IWriteGate>().WriteAsync(session => DeviceRetirement.RetireAsync(session, mail.ProjectId, mail.Id, "mailbox_unknown", TimeProvider.System.GetUtcNow(), null));
        await PutAsync("ep-bounced", """{"email":"bounced@example.com","name":"Same"}""");
        Assert.Equal(DeviceStatus.Retired, (await MailAsync("ep-bounced")).Status);
        await PutAsync("ep-bounced", """{"email":"right@example.com"}""");
        Assert.Equal(DeviceStatus.Active, (await MailAsync("ep-bounced")).Status);
    }

    [Fact]
    public async Task Two_people_may_share_a_mailbox()
    {
        await PutAsync("ep-one", """{"email":"both@example.com"}""");
        await PutAsync("ep-two", """{"email":"both@example.com"}""");
        Assert.NotEqual((await MailAsync("ep-one")).Id, (await MailAsync("ep-two")).Id);
    }

    [Fact]
    public async Task A_bulk_of_a_thousand_makes_all_their_endpoints_and_again_changes_nothing()
    {
        var users = new JsonObject { ["users"] = new JsonArray([.. Enumerable.Range(0, 1000).Select(i => (JsonNode)new JsonObject { ["userId"] = $"ep-bulk-{i}", ["email"] = $"bulk{i}@example.com" })]) };
        Assert.Equal(HttpStatusCode.OK, (await Api.PostAsync("/v1/users/bulk", users)).Status);
        var first = await BulkAsync();
        Assert.Equal(2000, first.Count);
        Assert.Equal(HttpStatusCode.OK, (await Api.PostAsync("/v1/users/bulk", users)).Status);
        Assert.Equal(first, await BulkAsync());
    }

    [Fact]
    public async Task Nothing_that_is_pushed_or_listed_as_a_device_is_such_an_endpoint()
    {
        await PutAsync("ep-push", """{"email":"push@example.com"}""");
        var mail = RowId.Format(RowId.Device, (await MailAsync("ep-push")).Id);
        var phone = await PhoneAsync("ep-push");
        foreach (var path in new[] { $"/v1/push/tokens/{mail}", $"/v1/push/tokens/{mail}/topics" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await Api.ReadAsync(path)).Status);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await Api.CallAsync(HttpMethod.Patch, $"/v1/push/tokens/{mail}", new StringContent("""{"locale":"de"}""", System.Text.Encoding.UTF8, "application/json"))).Status);
        await Api.CallAsync(HttpMethod.Delete, $"/v1/push/tokens/{mail}");
        Assert.Equal(DeviceStatus.Active, (await MailAsync("ep-push")).Status);
        Assert.Equal([phone], (await Api.ReadAsync("/v1/push/tokens?user=ep-push")).Json["items"]!.AsArray().Select(d => d!["id"]!.GetValue<string>()));
        Assert.Equal("unknown_device", (await Api.SendAsync(new JsonObject { ["to"] = mail, ["title"] = "x" })).Code);
        var sent = await Api.SendAsync(new JsonObject { ["to"] = new JsonObject { ["user"] = "ep-push" }, ["title"] = "x" });
        Assert.Single(sent.Json["tickets"]!.AsArray());
    }

    [Fact]
    public async Task People_of_older_versions_are_given_theirs()
    {
        var gate = hub.Hub.Services.GetRequiredService<IWriteGate>();
        var id = hub.Hub.Services.GetRequiredService<NotifyHub.Data.HubIds>().Next();
        await gate.WriteAsync(session => session.Prepare("insert into people (id, project_id, user_id, email, channels, has_endpoints, created_at, updated_at) values (@id, @project, 'ep-old', @mail, @channels, 0, 1, 1)")
            .Bind(id, hub.Hub.ProjectId, "old@example.com", """{"telegram":"7"}""").ExecuteAsync());
        var job = ActivatorUtilities.CreateInstance<PersonEndpointsJob>(hub.Hub.Services);
        Assert.NotNull(await job.RunAsync(default));
        Assert.Equal([ProviderKind.Email, ProviderKind.Telegram, ProviderKind.InApp], (await RowsAsync("ep-old")).Select(r => r.Provider).Order());
        Assert.Null(await job.RunAsync(default));
    }

    [Fact]
    public async Task Whom_a_device_names_has_an_inbox()
    {
        await PhoneAsync("ep-named");
        await PhoneAsync("ep-named");
        Assert.Single(await RowsAsync("ep-named"), row => row.Provider == ProviderKind.InApp);
    }

    [Fact]
    public async Task An_erased_persons_endpoints_are_forgotten_and_who_comes_back_has_new_ones()
    {
        await PutAsync("ep-erased", """{"email":"erased@example.com"}""");
        var before = await RowsAsync("ep-erased");
        await Api.CallAsync(HttpMethod.Delete, "/v1/users/ep-erased");
        await PutAsync("ep-erased", """{"email":"erased@example.com"}""");
        await using var db = hub.Rows();
        var ids = before.ConvertAll(row => row.Id);
        Assert.All(await db.Devices.Where(d => ids.Contains(d.Id)).ToListAsync(), row => Assert.Equal((DeviceStatus.Retired, 0, ""), (row.Status, row.SealedToken.Length, row.TokenTail)));
        Assert.Empty((await RowsAsync("ep-erased")).Select(row => row.Id).Intersect(ids));
    }

    private async Task<string> PhoneAsync(string user) => (await Api.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "apns", ["token"] = ApiCalls.NewToken(), ["userId"] = user })).Id;

    private Task<ApiAnswer> PutAsync(string user, string json) => Api.CallAsync(HttpMethod.Put, $"/v1/users/{user}", new StringContent(json, System.Text.Encoding.UTF8, "application/json"));

    private async Task<List<Device>> RowsAsync(string user)
    {
        await using var db = hub.Rows();
        return (await db.Devices.AsNoTracking().Where(d => d.UserId == user).ToListAsync()).Where(d => !d.Provider.IsPush()).ToList();
    }

    private async Task<List<(long, string)>> BulkAsync()
    {
        await using var db = hub.Rows();
        return [.. (await db.Devices.AsNoTracking().Where(d => d.UserId!.StartsWith("ep-bulk-")).OrderBy(d => d.Id).ToListAsync()).Select(d => (d.Id, Convert.ToHexString(d.SealedToken)))];
    }

    private async Task<Device> MailAsync(string user) => (await RowsAsync(user)).Single(row => row.Provider == ProviderKind.Email);

    private string AddressOf(Device row) => hub.Hub.Services.GetRequiredService<DeviceTokens>().Open(row.ProjectId, row.Id, row.SealedToken).Token;
}
