using System.Net;
using System.Text;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

public sealed class StrictJsonTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Route = "/v1/push/send";

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{")]
    [InlineData("{\"to\":\"x\",}")]
    [InlineData("{'to':'x'}")]
    [InlineData("{\"to\":\"x\"} trailing")]
    [InlineData("// comment\n{}")]
    [InlineData("{\"to\":NaN}")]
    [InlineData("{\"to\":01}")]
    [InlineData("{\"title\":\"\u0001\"}")]
    public async Task What_is_not_JSON_is_told_in_words(string body)
    {
        var answer = await hub.Client.PostTextAsync(Route, body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(body.Length == 0 ? "empty_body" : "invalid_json", answer.Code);
        Assert.NotEmpty(answer.Json["detail"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("[]", ":wrong_type")]
    [InlineData("null", ":wrong_type")]
    [InlineData("\"text\"", ":wrong_type")]
    [InlineData("""{"to":"x","title":5}""", "/title:wrong_type")]
    [InlineData("""{"to":"x","title":"a","title":"b"}""", "/title:duplicate_key")]
    [InlineData("""{"to":"x","Title":"a"}""", "/Title:unknown_field")]
    [InlineData("""{"to":"x","projectId":1,"status":"sent"}""", "/projectId:unknown_field /status:unknown_field")]
    [InlineData("""{"title":"a"}""", "/to:required")]
    [InlineData("""{"to":"x","options":{"ttl":"12"}}""", "/options/ttl:wrong_type")]
    [InlineData("""{"to":"x","options":{"ttl":12.5}}""", "/options/ttl:wrong_type")]
    [InlineData("""{"to":"x","options":{"ttl":99999999999}}""", "/options/ttl:wrong_type")]
    [InlineData("""{"to":"x","options":{"silent":"true"}}""", "/options/silent:wrong_type")]
    [InlineData("""{"to":"x","options":[]}""", "/options:wrong_type")]
    [InlineData("""{"to":"x","options":{"actions":[{"id":"a"},null,7]}}""", "/options/actions/0/title:required /options/actions/1:required /options/actions/2:wrong_type")]
    [InlineData("""{"to":"x","sendAt":"2026-06-11T08:00:00"}""", "/sendAt:wrong_type")]
    [InlineData("""{"to":"x","sendAt":"2026-06-11"}""", "/sendAt:wrong_type")]
    [InlineData("""{"to":"x","sendAt":1781164800}""", "/sendAt:wrong_type")]
    [InlineData("""{"to":"x","sendAt":"2026-02-30T08:00:00Z"}""", "/sendAt:wrong_type")]
    [InlineData("""{"to":"x","data":{"a":1e400}}""", "/data/a:out_of_range")]
    [InlineData("""{"to":"x","data":{"a":{"b":1,"b":2}}}""", "/data/a/b:duplicate_key")]
    [InlineData("""{"to":"x","data":{"a":"\u0000"}}""", "/data/a:bad_text")]
    [InlineData("""{"to":"x","data":{"\ud800":1}}""", "/data:bad_text")]
    [InlineData("""{"to":"x","title":"\udc00 half"}""", "/title:bad_text")]
    public async Task What_does_not_fit_is_named_with_all_its_faults(string body, string faults)
    {
        var answer = await hub.Client.PostTextAsync(Route, body);
        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
        Assert.Equal(faults.Split(' '), answer.Faults);
    }

    [Fact]
    public async Task Nesting_stops_at_thirty_two()
    {
        Assert.Equal("invalid_json", (await hub.Client.PostTextAsync(Route, Nested(32))).Code);
        Assert.Equal("invalid_json", (await hub.Client.PostTextAsync(Route, Nested(40_000))).Code);
        Assert.NotEqual("invalid_json", (await hub.Client.PostTextAsync(Route, Nested(31))).Code);

        static string Nested(int depth) => "{\"to\":\"x\",\"data\":" + string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth);
    }

    [Fact]
    public async Task Too_many_values_are_refused()
    {
        var answer = await hub.Client.PostTextAsync(Route, "{\"to\":\"x\",\"data\":{\"a\":[" + string.Join(',', Enumerable.Repeat("1", 10_001)) + "]}}");
        Assert.Contains(":too_complex", answer.Faults);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    public async Task Only_JSON_is_read(string type)
    {
        var answer = await hub.Client.PostTextAsync(Route, "{}", type);
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "unsupported_media_type"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Other_charsets_and_compressed_bodies_are_refused()
    {
        var latin = new ByteArrayContent("{}"u8.ToArray());
        latin.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=iso-8859-1");
        Assert.Equal("unsupported_media_type", (await hub.Client.CallAsync(HttpMethod.Post, Route, latin)).Code);
        var zipped = new StringContent("{}", Encoding.UTF8, "application/json");
        zipped.Headers.ContentEncoding.Add("gzip");
        Assert.Equal("unsupported_media_type", (await hub.Client.CallAsync(HttpMethod.Post, Route, zipped)).Code);
    }

    [Theory]
    [InlineData("/v1/push/send", 256 * 1024)]
    [InlineData("/v1/push/receipts", 4 * 1024 * 1024)]
    public async Task A_body_may_be_as_large_as_its_route_allows_and_no_byte_more(string route, int limit)
    {
        var fits = await hub.Client.PostTextAsync(route, "{}".PadRight(limit));
        Assert.Equal("validation_failed", fits.Code);
        var over = await hub.Client.PostTextAsync(route, "{}".PadRight(limit + 1));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body_too_large"), (over.Status, over.Code));
        var unannounced = new HttpRequestMessage(HttpMethod.Post, route) { Content = new StringContent("{}".PadRight(limit + 1), Encoding.UTF8, "application/json") };
        unannounced.Headers.TransferEncodingChunked = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await hub.Client.SendAsync(unannounced)).StatusCode);
    }

    [Fact]
    public async Task Invalid_UTF8_is_refused()
    {
        var bytes = new ByteArrayContent([.. "{\"to\":\"x\",\"title\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        bytes.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.Client.CallAsync(HttpMethod.Post, Route, bytes)).Status);
    }
}
