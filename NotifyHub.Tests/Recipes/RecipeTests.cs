using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Recipes;

/// <summary>
/// What the docs tell a reader to paste is pasted, and what they print as the answer is what comes. <c>$HUB</c>, <c>$KEY</c> and <c>$PUBLISHABLE</c> are a fresh hub and its keys, <c>$TOKEN</c> the last user token that an answer held;
/// <c>dev_...</c> in a request is the id of that kind that an answer of the same page named last; 2026-06-11 at 08:00 UTC is now, and a wall time of those days is that of as many days from today.
/// </summary>
public sealed partial class RecipeTests
{
    private const int Patience = 100;
    private static readonly DateTimeOffset DocsNow = new(2026, 6, 11, 8, 0, 0, TimeSpan.Zero);
    private const string Marked = "<!-- a test runs this page -->";
    private const string AnyToken = "the token that Firebase gave the app";

    /// <summary>Every page that says so.</summary>
    public static TheoryData<string> Pages()
    {
        var docs = Path.Combine(AppRoot.Find(), "docs");
        return [.. new[] { "recipes", "migrate", "." }.Select(folder => Path.Combine(docs, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.md")).Where(file => File.ReadAllText(file).Contains(Marked, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(file => Path.GetRelativePath(docs, Path.GetFullPath(file)).Replace('\\', '/'))];
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task What_a_page_has_one_paste_answers_as_it_says(string page)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppRoot.Find(), "docs", page));
        var calls = RecipePage.Read(text);
        Assert.True(calls.Count > 0, $"{page} has nothing to paste");
        await using var hub = await TestHub.StartAsync();
        var project = await hub.NewProjectAsync();
        await StoreCredentialsAsync(hub, project.Id);
        var phone = hub.Sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Android, "A reader's phone"));
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var token = "";
        using var client = new HttpClient { BaseAddress = hub.Url };
        foreach (var call in calls)
        {
            var (status, body) = await SendAsync(client, call, Fill);
            // A reader who asks too early asks again; over the wire nothing tells when.
            for (var again = 0; again < Patience && OnlyAsks(call) && call.Answer is { } printed && (status == 404 || RecipeAnswer.Difference(printed, body) is not null); again++)
            {
                await Task.Delay(100);
                (status, body) = await SendAsync(client, call, Fill);
            }
            Assert.True(status is >= 200 and < 300 || call.Answer?.Contains($"\"status\": {status}", StringComparison.Ordinal) == true, $"{page}:{call.Line} answered {status}: {body}");
            var difference = call.Answer is null ? null : RecipeAnswer.Difference(call.Answer, body);
            Assert.True(difference is null, $"{page}:{call.Line} {difference}\n{body}");
            token = UserToken().Match(body) is { Success: true } made ? made.Value : token;
            // Of several in one answer the first is meant.
            foreach (var id in Ids().Matches(body).Reverse())
            {
                ids[id.Groups[1].Value] = id.Value;
            }
        }

        string Fill(string value) => Placeholders().Replace(DocsTimes().Replace(value, match => Shifted(match.Value))
            .Replace(AnyToken, phone.Token, StringComparison.Ordinal)
            .Replace("$TOKEN", token, StringComparison.Ordinal)
            .Replace("$KEY", project.ServerKey, StringComparison.Ordinal)
            .Replace("$PUBLISHABLE", project.PublishableKey, StringComparison.Ordinal), match =>
            ids.TryGetValue(match.Groups[1].Value, out var id) ? id : throw new Xunit.Sdk.XunitException($"{page}: no answer so far named a {match.Value}"));
    }

    [Fact]
    public async Task Every_page_with_something_to_paste_is_run()
    {
        var docs = Path.Combine(AppRoot.Find(), "docs");
        foreach (var file in Directory.EnumerateFiles(docs, "*.md", SearchOption.AllDirectories))
        {
            var text = await File.ReadAllTextAsync(file);
            Assert.True(text.Contains(Marked, StringComparison.Ordinal) || !text.Contains("curl ", StringComparison.Ordinal), $"{file} tells to paste what no test pastes");
        }
    }

    [Fact]
    public void The_comparison_bites()
    {
        const string Printed = """{"id": "dev_06zefjw100914", "n": 1, "at": "2026-06-11T08:00:20Z", "list": [1, 2, ...3 more]}""";

        Assert.Null(RecipeAnswer.Difference(Printed, """{"id":"dev_06zefjw1009zz","n":1,"at":"2027-06-11T08:01:20.123Z","list":[1,2,3]}"""));
        Assert.NotNull(RecipeAnswer.Difference(Printed, """{"id":"ntf_06zefjw1009zz","n":1,"at":"2027-06-11T08:01:20.123Z","list":[1,2,3]}"""));
        Assert.NotNull(RecipeAnswer.Difference(Printed, """{"id":"dev_06zefjw1009zz","n":2,"at":"2027-06-11T08:01:20.123Z","list":[1,2,3]}"""));
        Assert.NotNull(RecipeAnswer.Difference(Printed, """{"id":"dev_06zefjw1009zz","n":1,"at":"2027-06-11T08:01:20.123Z","list":[1,3]}"""));
        Assert.NotNull(RecipeAnswer.Difference(Printed, """{"id":"dev_06zefjw1009zz","n":1,"at":"2027-06-11T08:01:20.123Z","list":[1,2],"more":0}"""));
    }

    // May be asked again without harm.
    private static bool OnlyAsks(RecipeCall call) => call.Method == "GET" || call.Path.EndsWith("/getReceipts", StringComparison.Ordinal);

    // The docs' day is today: what they do at eight is done now.
    private static string Shifted(string time) => time[^1] != 'Z'
        ? (TimeProvider.System.GetUtcNow().Date + (DateTime.Parse(time, CultureInfo.InvariantCulture) - DocsNow.Date)).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture)
        : (TimeProvider.System.GetUtcNow() + (DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) - DocsNow)).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    // The project's account at FCM's twin, so that what a page sends arrives.
    private static async Task StoreCredentialsAsync(TestHub hub, long project) =>
        await hub.Services.GetRequiredService<CredentialVault>().StoreAsync(ProjectAdmin.System(project),
            new NewCredential(ProviderKind.Fcm, "{}", JsonSerializer.Serialize(new { serviceAccountJson = hub.Sandbox.Credentials.ServiceAccountJson() }), Activate: true));

    private static async Task<(int Status, string Body)> SendAsync(HttpClient client, RecipeCall call, Func<string, string> fill)
    {
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), fill(call.Path));
        if (call.Body is { } body)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(fill(body)));
        }
        foreach (var (name, value) in call.Headers)
        {
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, fill(value));
            }
        }
        using var answer = await client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("""\b([a-z]{3})_[0-9a-z]{10,}\b""", RegexOptions.None, 1000)]
    private static partial Regex Ids();

    [GeneratedRegex("""\b2026-06-1\dT\d\d:\d\d(?::\d\dZ)?""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DocsTimes();

    [GeneratedRegex("""eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+""", RegexOptions.None, 1000)]
    private static partial Regex UserToken();

    [GeneratedRegex("""\b([a-z]{3})_\.\.\.""", RegexOptions.None, 1000)]
    private static partial Regex Placeholders();
}
