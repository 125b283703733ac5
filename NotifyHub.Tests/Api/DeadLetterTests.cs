using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

public sealed class DeadLetterTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    private const string Root = "/v1/projects/current/deadletters";

    [Fact]
    public async Task Letters_are_listed_counted_replayed_once_per_key_and_followed()
    {
        var ids = await DeadAsync(3, DeliveryReason.ContentBad);
        var list = (await hub.Client.ReadAsync($"{Root}?reason=ContentBad&limit=2")).Json;
        Assert.Equal(2, list["items"]!.AsArray().Count);
        Assert.Equal("The vendor refused the message itself.", list["items"]![0]!["whatHappened"]!.GetValue<string>());
        var rest = (await hub.Client.ReadAsync($"{Root}?reason=ContentBad&limit=2&cursor={list["nextCursor"]}")).Json;
        Assert.Equal(ids.Order().Reverse(), list["items"]!.AsArray().Concat(rest["items"]!.AsArray()).Select(i => i!["id"]!.GetValue<string>()));
        Assert.Contains((await hub.Client.ReadAsync($"{Root}/reasons")).Json["items"]!.AsArray(), r => r!["reason"]!.GetValue<string>() == "ContentBad" && r["count"]!.GetValue<int>() == 3);

        var body = new JsonObject { ["ids"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]), ["maxPerSecond"] = 0.5 };
        var first = await hub.Client.PostAsync($"{Root}/replay", body.DeepClone(), "replay-1");
        var again = await hub.Client.PostAsync($"{Root}/replay", body.DeepClone(), "replay-1");

        Assert.Equal((HttpStatusCode.Accepted, first.Text), (again.Status, again.Text));
        Assert.Equal("true", again.Header("Idempotency-Replayed"));
        Assert.Equal((3, "finished"), (first.Json["done"]!.GetValue<int>(), first.Json["state"]!.GetValue<string>()));
        Assert.Equal(first.Id, (await hub.Client.ReadAsync($"{Root}/runs/{first.Id}")).Id);
        var anew = await hub.Client.PostAsync($"{Root}/replay", body);
        Assert.Equal(0, anew.Json["done"]!.GetValue<int>());
        Assert.All(anew.Json["refused"]!.AsArray(), r => Assert.Equal("not_dead", r!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_discard_leaves_the_list_and_comes_back()
    {
        var id = (await DeadAsync(1, DeliveryReason.TokenDead))[0];
        var body = new JsonObject { ["ids"] = new JsonArray(id) };
        Assert.Equal(HttpStatusCode.Accepted, (await hub.Client.PostAsync($"{Root}/discard", body.DeepClone())).Status);
        Assert.DoesNotContain(id, (await hub.Client.ReadAsync($"{Root}?reason=TokenDead")).Text, StringComparison.Ordinal);
        Assert.Contains(id, (await hub.Client.ReadAsync($"{Root}?discarded=true&reason=TokenDead")).Text, StringComparison.Ordinal);
        Assert.Equal(1, (await hub.Client.PostAsync($"{Root}/restore", body)).Json["done"]!.GetValue<int>());
        Assert.Contains(id, (await hub.Client.ReadAsync($"{Root}?reason=TokenDead")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_export_is_a_file_of_the_same_filter()
    {
        var id = (await DeadAsync(1, DeliveryReason.CredentialBad))[0];
        var file = await hub.Client.ReadAsync($"{Root}/export?reason=CredentialBad");
        Assert.Equal("text/csv", file.Message.Content.Headers.ContentType!.MediaType);
        Assert.Contains(id, file.Text, StringComparison.Ordinal);
        Assert.Equal(2, file.Text.TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData("""{}""", "/ids:required")]
    [InlineData("""{"ids":[]}""", "/ids:batch_too_large")]
    [InlineData("""{"ids":["nonsense"]}""", "/ids/0:bad_format")]
    [InlineData("""{"filter":{"reason":"Nope"}}""", "/filter/reason:not_allowed")]
    [InlineData("""{"filter":{},"maxPerSecond":0}""", "/maxPerSecond:out_of_range")]
    [InlineData("""{"filter":{},"ids":["dlv_0000000000001"]}""", "/ids:required")]
    public async Task What_is_asked_wrongly_is_refused_in_words(string body, string fault) =>
        Assert.Equal([fault], (await hub.Client.PostTextAsync($"{Root}/replay", body)).Faults);

    [Fact]
    public async Task Only_a_key_that_may_manage_gets_in()
    {
        var reader = hub.Hub.ClientFor(await hub.Hub.NewKeyAsync(hub.Hub.ProjectId, ApiScopes.Read | ApiScopes.Send));
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.ReadAsync(Root)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync($"{Root}/replay", new JsonObject { ["filter"] = new JsonObject() })).Status);
    }

    /// <summary>Deliveries as the worker leaves them when it gives up.</summary>
    private async Task<List<string>> DeadAsync(int count, DeliveryReason reason)
    {
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var sent = await hub.Client.SendAsync(new JsonObject { ["to"] = await hub.Client.NewDeviceAsync(), ["title"] = "x", ["sendAt"] = DateTimeOffset.UtcNow.AddDays(1).ToString("O") });
            ids.Add(sent.Json["tickets"]![0]!["id"]!.GetValue<string>());
        }
        var rows = ids.ConvertAll(id => RowId.TryParse(RowId.Delivery, id, out var row) ? row : 0);
        await hub.Hub.Services.GetRequiredService<IWriteGate>().WriteAsync(ProjectScope.Of(hub.Hub.ProjectId), async (db, _) =>
        {
            var found = await db.Deliveries.Where(d => rows.Contains(d.Id)).ToListAsync();
            found.ForEach(d => (d.Status, d.Reason) = (DeliveryStatus.Failed, reason));
            return found.Count;
        });
        return ids;
    }
}
