namespace NotifyHub.Sandbox.Chats;

/// <summary>What was said, by HTTP.</summary>
internal sealed class ChatRoutes(ChatRoom room)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/chats", () => TypedResults.Json(new { messages = room.Newest() }));
}
