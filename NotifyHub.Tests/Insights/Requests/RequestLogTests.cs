using System.Text;
using NotifyHub.Insights.Requests;

namespace NotifyHub.Tests.Insights.Requests;

public sealed class RequestLogTests
{
    private static LoggedRequest Request(int n, int status = 200) => new(DateTimeOffset.UnixEpoch.AddSeconds(n), "POST", $"/v1/{n}", status, null, 1, "k", $"r{n}", null);

    [Fact]
    public void The_newest_thousand_of_a_project_are_kept_newest_first()
    {
        var log = new RequestLog();
        for (var i = 0; i < 1500; i++)
        {
            log.Add(7, Request(i, i % 100 == 0 ? 400 : 202));
        }
        var kept = log.Newest(7);
        Assert.Equal((1000, "/v1/1499", "/v1/500"), (kept.Count, kept[0].Path, kept[^1].Path));
        Assert.Equal(10, log.Newest(7, failedOnly: true).Count);
        Assert.Empty(log.Newest(8));
    }

    [Fact]
    public void Of_many_projects_the_one_that_was_silent_longest_makes_room()
    {
        var log = new RequestLog();
        for (var project = 0; project < 150; project++)
        {
            log.Add(project, Request(project));
        }
        Assert.Equal(100, Enumerable.Range(0, 150).Count(project => log.Newest(project).Count > 0));
        Assert.Empty(log.Newest(0));
        Assert.Single(log.Newest(149));
    }

    [Theory]
    [InlineData("""{"to":"dev_01j9x3k2m0000","title":"Secret title","badge":3,"data":{"pin":1234,"deep":[true,null,"x"]}}""", """{to: "dev_01j9x3k2m0000", title: "… 12", badge: #, data: {pin: #, deep: [true, null, "… 1"]}}""")]
    [InlineData("""{"token":"9f86d081884c7d659a2feaa0c55ad015"}""", """{token: "… 32"}""")]
    [InlineData("""{"t":"abc_not-an-id-0000"}""", """{t: "… 18"}""")]
    [InlineData("""{"t":"xyz_zzzzzzzzzzzzz"}""", """{t: "… 17"}""")]
    [InlineData("[]", "[]")]
    [InlineData("""{"a":1,"b"}""", """{a: # … (not JSON, 11 bytes)""")]
    [InlineData("secret words", "… (not JSON, 12 bytes)")]
    public void A_body_keeps_its_shape_and_loses_its_words(string body, string shown)
    {
        var redacted = RedactedBody.Of(Encoding.UTF8.GetBytes(body));
        Assert.Equal(shown, redacted);
        Assert.DoesNotContain("ecret", redacted, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_body_is_cut()
    {
        var redacted = RedactedBody.Of(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("\"x\"", 100_000))}]"));
        Assert.InRange(redacted.Length, 800, 900);
        Assert.EndsWith(" …", redacted, StringComparison.Ordinal);
    }
}
