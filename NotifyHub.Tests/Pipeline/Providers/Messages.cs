namespace NotifyHub.Tests.Pipeline.Providers;

/// <summary>Messages that several vendors' tests render.</summary>
internal static class Messages
{
    /// <summary>Every field set, but for the raw overrides.</summary>
    public static PushMessage Everything { get; } = new()
    {
        Title = "Your order shipped",
        Subtitle = "Soon",
        Body = "Grüße 🚚",
        Data = new() { ["orderId"] = "42", ["count"] = 7, ["nested"] = new System.Text.Json.Nodes.JsonObject { ["a"] = new System.Text.Json.Nodes.JsonArray(1, null) } },
        Priority = PushPriority.High,
        CollapseKey = "order-42",
        Sound = "default",
        Badge = 3,
        ChannelId = "orders",
        ChannelImportance = "high",
        Category = "ORDER",
        InterruptionLevel = "timeSensitive",
        ThreadIdentifier = "order-42",
        MutableContent = true,
        ContentAvailable = true,
        ImageUrl = "https://cdn.example.com/42.jpg",
        Actions = [new("REPLY", "Reply", IsTextInput: true), new("DELETE", "Delete", IsDestructive: true)],
        Localization = new("ORDER_T", ["42"], "ORDER_B", []),
        Route = new() { ["kind"] = "openPath", ["path"] = "/orders/42" },
    };
}
