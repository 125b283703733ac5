using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Audience.Devices;
using NotifyHub.Audience.Topics;
using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api;

/// <summary>Topics: of one device, in bulk, and all of a project.</summary>
internal static class TopicEndpoints
{
    public static void MapTopics(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapApiGroup("/push/tokens/{dev}/topics").WithTags("Topics").RequireKey(ApiScopes.Devices, publishable: true).WithMetadata(DeviceProof.Instance);
        own.MapPost("", SubscribeAsync).Idempotent()
            .WithName("subscribeDevice").WithSummary("Subscribes a device to a topic, which is made by its first subscription.")
            .WithDescription("Repeating it changes nothing. A publishable key does this for its own device, which it proves by the device's token.")
            .Refuses(Problems.NotFound).Example(Examples.Subscribe, 200, Examples.Subscribed);
        own.MapGet("", OfDeviceAsync)
            .WithName("listTopicsOfDevice").WithSummary("Topics that a device subscribes to by itself.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.DeviceTopics);
        own.MapDelete("/{topic}", UnsubscribeAsync)
            .WithName("unsubscribeDevice").WithSummary("Ends a device's subscription; 204 also when there was none.")
            .Refuses(Problems.NotFound).Example(null, 204, null);
        var topics = routes.MapApiGroup("/topics").WithTags("Topics");
        topics.MapGet("", ListAsync).RequireKey(ApiScopes.Read)
            .WithName("listTopics").WithSummary("Topics of the project with their subscribers, newest topic first.")
            .WithDescription("Devices and users are counted up to 100,000 each; isMore tells that there may be more.")
            .Example(null, 200, Examples.TopicPage);
        topics.MapPost("/{topic}/subscriptions", SubscribeManyAsync).RequireKey(ApiScopes.Devices).TakesBulk().Idempotent()
            .WithName("subscribeMany").WithSummary("Subscribes up to 1000 devices and 1000 users to a topic.")
            .WithDescription("A user subscribes with all devices, those registered later too; a user who is not known yet is made. All of them or, when one device is unknown, none.")
            .Refuses(Problems.BatchTooLarge, Problems.UnknownDevice).Example(Examples.TopicMembers, 200, Examples.TopicChanged);
        topics.MapPost("/{topic}/subscriptions/remove", UnsubscribeManyAsync).RequireKey(ApiScopes.Devices).TakesBulk().Idempotent()
            .WithName("unsubscribeMany").WithSummary("Ends the subscriptions of up to 1000 devices and 1000 users.")
            .Refuses(Problems.BatchTooLarge, Problems.UnknownDevice).Example(Examples.TopicMembers, 200, Examples.TopicChanged);
    }

    private static async Task<Ok<SubscriptionAnswer>> SubscribeAsync(
        string dev, JsonBody<TopicRequest> body, KeyCaller caller, HttpContext http, DeviceRegistry registry, TopicBook topics, CancellationToken cancel)
    {
        var device = await DeviceProof.RequireAsync(dev, caller, http, registry, cancel);
        var topic = body.Value.Topic;
        var isNew = await topics.SubscribeAsync(caller.ProjectId, device, topic, body.Once<bool, SubscriptionAnswer>(StatusCodes.Status200OK, made => new(topic, made)), cancel) ?? throw WireId.NotFound(dev);
        return TypedResults.Ok(new SubscriptionAnswer(topic, isNew));
    }

    private static async Task<Ok<Page<DeviceTopic>>> OfDeviceAsync(
        string dev, PageQuery page, KeyCaller caller, HttpContext http, DeviceRegistry registry, TopicBook topics, CancellationToken cancel)
    {
        var device = await DeviceProof.RequireAsync(dev, caller, http, registry, cancel);
        _ = await registry.FindAsync(caller.ProjectId, device, cancel) ?? throw WireId.NotFound(dev);
        var rows = await topics.OfAsync(caller.ProjectId, SubscriberKind.Device, device, page.Before, page.Limit + 1, cancel);
        return TypedResults.Ok(Page<DeviceTopic>.Of(rows, page.Limit, row => new DeviceTopic(row.Topic, row.SubscribedAt), row => row.TopicId));
    }

    private static async Task<NoContent> UnsubscribeAsync(string dev, string topic, KeyCaller caller, HttpContext http, DeviceRegistry registry, TopicBook topics, CancellationToken cancel)
    {
        var device = await DeviceProof.RequireAsync(dev, caller, http, registry, cancel);
        return await topics.UnsubscribeAsync(caller.ProjectId, device, RouteText.Read(topic), cancel) ? TypedResults.NoContent() : throw WireId.NotFound(dev);
    }

    private static async Task<Ok<Page<TopicAnswer>>> ListAsync(PageQuery page, KeyCaller caller, TopicBook topics, CancellationToken cancel) =>
        TypedResults.Ok(Page<TopicAnswer>.Of(await topics.PageAsync(caller.ProjectId, page.Before, page.Limit + 1, cancel), page.Limit, TopicAnswer.From, row => row.Id));

    private static async Task<Ok<TopicChange>> SubscribeManyAsync(string topic, JsonBody<TopicMembers> body, KeyCaller caller, TopicBook topics, CancellationToken cancel) =>
        TypedResults.Ok(await topics.SubscribeAsync(caller.ProjectId, RouteText.Read(topic), body.Value, Once(body), cancel));

    private static async Task<Ok<TopicChange>> UnsubscribeManyAsync(string topic, JsonBody<TopicMembers> body, KeyCaller caller, TopicBook topics, CancellationToken cancel) =>
        TypedResults.Ok(await topics.UnsubscribeAsync(caller.ProjectId, RouteText.Read(topic), body.Value, Once(body), cancel));

    private static Security.Idempotency.Once<TopicChange>? Once(JsonBody<TopicMembers> body) => body.Once<TopicChange, TopicChange>(StatusCodes.Status200OK, change => change);
}
