using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>Kinds of content that a send may carry beyond words.</summary>
public sealed class SendContentTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private HttpClient Api => hub.Client;

    [Fact]
    public async Task Overrides_are_checked_with_everything_else_and_named_where_they_stand()
    {
        var answer = await SendAsync("""{"ttl":-1,"apns":{"aps":{"badge":"3"},"headers":{"apns-topic":"com.example.other"}},"fcm":{"topic":"all"},"expo":{"notifyhub_route":"x"}}""", title: "T");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(
            ["/options/apns/aps/badge:wrong_type", "/options/apns/headers/apns-topic:reserved_key", "/options/expo/notifyhub_route:reserved_key", "/options/fcm/topic:reserved_key", "/options/ttl:out_of_range"],
            answer.Faults.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"taskState":"overdue"}""", "TASK_ACTIONABLE", "edit complete cancel mark_in_progress")]
    [InlineData("""{"taskState":"dueSoon","actions":[]}""", "TASK_ACTIONABLE", "")]
    [InlineData("""{"taskState":"inProgress"}""", "TASK_IN_PROGRESS", "edit complete cancel")]
    [InlineData("""{"category":"TASK_COMPLETED"}""", "TASK_COMPLETED", "edit")]
    [InlineData("""{"category":"TASK_CANCELLED","actions":[{"id":"own","title":"Own"}]}""", "TASK_CANCELLED", "own")]
    [InlineData("""{"category":"ORDER"}""", "ORDER", "")]
    public async Task The_catalogue_brings_category_and_buttons_of_a_state(string options, string category, string actions)
    {
        var message = await StoredAsync(await SendAsync(options, title: "T"));
        Assert.Equal((category, actions), (message.Category, string.Join(' ', message.Actions.Select(a => a.Id))));
    }

    [Fact]
    public async Task A_state_and_another_states_category_contradict_each_other()
    {
        Assert.Equal(["/options/category:not_allowed"], (await SendAsync("""{"taskState":"completed","category":"TASK_ACTIONABLE"}""", title: "T")).Faults);
        Assert.Equal(["/options/taskState:not_allowed"], (await SendAsync("""{"taskState":"late"}""", title: "T")).Faults);
    }

    [Fact]
    public async Task The_catalogue_can_be_read()
    {
        var answer = await Api.ReadAsync("/v1/actions");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(4, answer.Json["categories"]!.AsArray().Count);
        Assert.Contains(answer.Json["states"]!.AsArray(), s => s!["state"]!.GetValue<string>() == "overdue" && s["category"]!.GetValue<string>() == "TASK_ACTIONABLE");
    }

    [Fact]
    public async Task A_live_activity_is_stored_with_the_time_of_the_request()
    {
        var message = await StoredAsync(await SendAsync("""{"liveActivity":{"event":"update","contentState":{"eta":"12:40"},"staleDate":"2030-01-01T00:00:00Z"}}"""));
        Assert.Equal(("update", 1893456000L), (message.LiveActivity!.Event, message.LiveActivity.StaleDate));
        Assert.InRange(message.LiveActivity.Timestamp, DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds(), DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData("""{"event":"pause"}""", "/options/liveActivity/event:not_allowed")]
    [InlineData("""{"event":"update"}""", "/options/liveActivity/contentState:required")]
    [InlineData("""{"event":"start","contentState":{}}""", "/options/liveActivity/attributesType:required", "/options/liveActivity/attributes:required", "/title:required")]
    [InlineData("""{"event":"end","attributes":{},"contentState":{"notifyhub_msg_id":"x"}}""", "/options/liveActivity/attributes:not_allowed", "/options/liveActivity/contentState/notifyhub_msg_id:reserved_key")]
    [InlineData("""{"event":"update","contentState":{},"dismissalDate":"2030-01-01T00:00:00Z","relevanceScore":1e9}""", "/options/liveActivity/dismissalDate:not_allowed", "/options/liveActivity/relevanceScore:out_of_range")]
    public async Task What_a_live_activity_lacks_or_can_not_have_is_named(string activity, params string[] faults) =>
        Assert.Equal(faults, (await SendAsync($$"""{"liveActivity":{{activity}}}""")).Faults);

    [Fact]
    public async Task Only_apns_carries_live_activities_and_none_is_silent()
    {
        const string update = """{"event":"update","contentState":{}}""";
        Assert.Equal(["/options/liveActivity:not_allowed"], (await SendAsync($$"""{"liveActivity":{{update}}}""", to: await Api.NewDeviceAsync("fcm"))).Faults);
        Assert.Equal(["/options/silent:not_allowed"], (await SendAsync($$"""{"silent":true,"liveActivity":{{update}}}""")).Faults);
    }

    [Fact]
    public async Task Expo_looks_up_no_localization_keys()
    {
        var device = (await Api.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "expo", ["token"] = "ExponentPushToken[abcdefghijklmnopqrstuv]" })).Id;
        Assert.Equal(["/title:required"], (await SendAsync("""{"localization":{"titleKey":"T"}}""", to: device)).Faults);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync("""{"localization":{"titleKey":"T"},"expo":{"priority":"default"}}""", title: "Words", to: device)).Status);
    }

    private async Task<ApiAnswer> SendAsync(string options, string? title = null, string? to = null) =>
        await Api.SendAsync(new JsonObject { ["to"] = to ?? await Api.NewDeviceAsync(), ["title"] = title, ["options"] = JsonNode.Parse(options) });

    private async Task<PushMessage> StoredAsync(ApiAnswer sent)
    {
        Assert.Equal(HttpStatusCode.Accepted, sent.Status);
        Assert.True(RowId.TryParse(RowId.Notification, sent.Json["notificationId"]!.GetValue<string>(), out var id));
        await using var rows = hub.Rows();
        return PushMessageJson.Read((await rows.Notifications.SingleAsync(n => n.Id == id)).Payload);
    }
}
