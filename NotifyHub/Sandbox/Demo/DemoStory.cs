namespace NotifyHub.Sandbox.Demo;

/// <summary>One send of the demo's history.</summary>
/// <param name="To">First names of the phones' owners (see <see cref="DemoCast"/>).</param>
/// <param name="Title">First line.</param>
/// <param name="Body">The text.</param>
public sealed record DemoSend(string[] To, string Title, string Body)
{
    public string? Campaign { get; init; }
    public string? Template { get; init; }
    public string? Category { get; init; }
    public string? CollapseKey { get; init; }
    public string? ImageUrl { get; init; }
    public string? Path { get; init; }
    public bool Reply { get; init; }
    public bool Urgent { get; init; }
    public TimeSpan? In { get; init; }
}

/// <summary>Something that somebody of the demo has to do.</summary>
/// <param name="To">First name of a phone's owner.</param>
/// <param name="Key">The shop's name of the task.</param>
/// <param name="Title">What.</param>
/// <param name="Path">Where it is opened.</param>
/// <param name="Due">In how long.</param>
/// <param name="Recurrence">How often it comes back.</param>
public sealed record DemoTask(string To, string Key, string Title, string Path, TimeSpan Due, string Recurrence = "none");

/// <summary>What the demo's project sent so far: a web shop's day, with a few things that went wrong.</summary>
public static class DemoStory
{
    /// <summary>In the order of sending.</summary>
    public static IReadOnlyList<DemoSend> Sends { get; } =
    [
        new(["Ada", "Ben", "Cleo", "Gwen", "Hana", "Iris"], "Welcome to Fernhill", "Your account is ready. Tap to look around.") { Category = "account", Template = "welcome", Path = "/start" },
        new(["Ada"], "Order 1042 confirmed", "Two items, arriving on Thursday.") { Category = "orders", Path = "/orders/1042" },
        new(["Ben"], "Order 1043 confirmed", "One item, arriving tomorrow.") { Category = "orders", Path = "/orders/1043" },
        new(["Ada", "Ben", "Cleo", "Dora", "Emil", "Finn", "Gwen", "Hana", "Iris"], "Autumn sale: 30 % off boots", "Today only. Free returns, as always.") { Campaign = "autumn-sale", Template = "deal-30pct", Category = "offers", ImageUrl = "https://cdn.fernhill.example/boots.jpg", Path = "/sale" },
        new(["Ada"], "Order 1042 has shipped", "Track it on its way to you.") { Category = "orders", CollapseKey = "order-1042", Path = "/orders/1042" },
        new(["Cleo"], "Grace replied to your review", "\"Thank you, the green ones are back next week!\"") { Category = "social", Reply = true, Path = "/reviews/77" },
        new(["Emil"], "Your price alert", "Trail jacket is now 89.") { Category = "alerts", Path = "/p/trail-jacket" },
        new(["Gwen"], "Order 1044 has shipped", "Track it on its way to you.") { Category = "orders", CollapseKey = "order-1044", Path = "/orders/1044" },
        new(["Iris"], "Order 1045 confirmed", "Three items, arriving on Friday.") { Category = "orders", Path = "/orders/1045" },
        new(["Finn"], "Your price alert", "Wool socks are now 9.") { Category = "alerts", Path = "/p/wool-socks" },
        new(["Ada", "Ben", "Cleo"], "New sign-in to your account", "Chrome on Linux, just now. Was it you?") { Category = "security", Urgent = true, Path = "/security" },
        new(["Ada"], "Out for delivery", "Between 14:00 and 16:00.") { Category = "orders", CollapseKey = "order-1042", Path = "/orders/1042" },
        new(["Ben"], "How was it?", "Tell others about your order 1043.") { Category = "feedback", Reply = true, Path = "/orders/1043/review" },
        new(["Ada", "Ben", "Cleo", "Emil", "Finn"], "Last hours of the autumn sale", "Boots are nearly gone.") { Campaign = "autumn-sale", Template = "deal-last-call", Category = "offers", Path = "/sale" },
        new(["Cleo"], "Your weekly picks", "Seven things that we think you will like.") { Campaign = "weekly-picks", Category = "offers", Path = "/picks" },
        new(["Ada", "Ben", "Cleo"], "Doors open tomorrow", "Our new shop in Harbour Street opens at nine.") { Campaign = "harbour-street", Category = "offers", In = TimeSpan.FromHours(18), Path = "/shops/harbour-street" },
    ];

    /// <summary>Of which the shop reminds people: days ahead, so that the first hour of the demo is quiet.</summary>
    public static IReadOnlyList<DemoTask> Tasks { get; } =
    [
        new("Ada", "return-1042", "Return what does not fit of order 1042", "/orders/1042/return", TimeSpan.FromDays(12)),
        new("Ada", "club", "Renew the Fernhill club", "/club", TimeSpan.FromDays(45), "yearly"),
        new("Ben", "review-1043", "Tell others about order 1043", "/orders/1043/review", TimeSpan.FromDays(4)),
        new("Cleo", "picks", "Look through the picks of the week", "/picks", TimeSpan.FromDays(5), "weekly"),
    ];
}
