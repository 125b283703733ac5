using System.Text.Json.Nodes;
using NotifyHub.Components.Pages.Sends;
using NotifyHub.Data.Rows;

namespace NotifyHub.Tests.Components.Pages.Sends;

public sealed class CurlTextTests
{
    private static readonly Notification Plain = new() { Payload = "", Target = "", CampaignId = "launch" };

    [Fact]
    public void It_holds_what_was_asked_for_and_nothing_else()
    {
        var text = CurlText.Of("https://push.example.com/", 5, new PushMessage { Title = "Hi", Data = new JsonObject { ["a"] = 1 }, Priority = PushPriority.High }, Plain);

        Assert.StartsWith("curl https://push.example.com/v1/push/send \\", text, StringComparison.Ordinal);
        var body = JsonNode.Parse(text[(text.IndexOf("-d '", StringComparison.Ordinal) + 4)..^1])!;
        Assert.Equal("""{"to":"dev_0000000000005","title":"Hi","data":{"a":1},"options":{"priority":"high"},"campaignId":"launch"}""", body.ToJsonString());
        Assert.DoesNotContain("nhs_", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_apostrophe_can_t_leave_the_quotes() =>
        Assert.Contains("It'\\''s here", CurlText.Of("https://h", 5, new PushMessage { Title = "It's here" }, Plain), StringComparison.Ordinal);
}
