using System.Collections.Concurrent;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Security;

public class SetupTests
{
    private static readonly Dictionary<string, string?> NoBootstrap = new() { ["NotifyHub:Bootstrap:OwnerEmail"] = "", ["NotifyHub:Bootstrap:OwnerPassword"] = "", ["NotifyHub:Bootstrap:ServerKey"] = "" };

    private static Task<TestHub> StartEmptyAsync(ConsoleToken console) =>
        TestHub.StartAsync(NoBootstrap, services => services.AddSingleton<ILoggerProvider>(console));

    private static Dictionary<string, string> Form(string token, string email = "first@example.com") => new()
    {
        ["Input.Token"] = token, ["Input.DisplayName"] = "First", ["Input.OwnerEmail"] = email, ["Input.OwnerPassword"] = "plenty of unrelated words", ["Input.Project"] = "App",
    };

    [Fact]
    public async Task The_first_visit_leads_to_set_up_and_the_token_makes_an_owner_who_is_signed_in()
    {
        using var console = new ConsoleToken();
        await using var hub = await StartEmptyAsync(console);
        using var person = new FormClient(hub.Url);
        Assert.Equal("/setup", (await person.Http.GetAsync("/")).Headers.Location!.PathAndQuery());
        var answer = await person.PostAsync("/setup", Form(console.Token));
        Assert.Equal("/", answer.Headers.Location!.PathAndQuery());
        Assert.Equal(HttpStatusCode.OK, (await person.Http.GetAsync("/")).StatusCode);
        Assert.Equal("/sign-in", (await hub.ClientFor(null).GetAsync("/setup")).Headers.Location!.PathAndQuery());
    }

    [Fact]
    public async Task Without_the_token_nothing_is_made()
    {
        using var console = new ConsoleToken();
        await using var hub = await StartEmptyAsync(console);
        using var person = new FormClient(hub.Url);
        var text = await (await person.PostAsync("/setup", Form("AAAA-BBBB-CCCC-DDDD-EEEE"))).Content.ReadAsStringAsync();
        Assert.Contains("not the token on the console", text);
        await using var db = hub.Services.GetRequiredService<HubContexts>().Open(default);
        Assert.False(await db.Users.AnyAsync());
    }

    [Fact]
    public async Task Fifty_set_ups_at_once_make_one_owner()
    {
        using var console = new ConsoleToken();
        await using var hub = await StartEmptyAsync(console);
        var people = Enumerable.Range(0, 50).Select(_ => new FormClient(hub.Url)).ToList();
        var forms = await Task.WhenAll(people.Select(person => person.ReadFormAsync("/setup")));
        var answers = await Task.WhenAll(people.Select((person, i) =>
            person.Http.PostAsync("/setup", new FormUrlEncodedContent(forms[i].Concat(Form(console.Token, $"person{i}@example.com"))))));
        Assert.Equal(1, answers.Count(a => a.Headers.Location!.PathAndQuery() == "/"));
        people.ForEach(person => person.Dispose());
        await using var db = hub.Services.GetRequiredService<HubContexts>().Open(ProjectScope.EveryProject);
        Assert.Equal(1, await db.Users.CountAsync());
        Assert.Equal(1, await db.Projects.CountAsync());
        Assert.Equal(ProjectRole.Owner, (await db.Members.SingleAsync()).Role);
    }

    [Fact]
    public async Task Bootstrap_is_used_once_and_ignored_afterwards()
    {
        var folder = Directory.CreateTempSubdirectory("notifyhub-test-").FullName;
        try
        {
            await using (await TestHub.StartAsync(folder: folder)) { }
            await using var again = await TestHub.StartAsync(new Dictionary<string, string?> { ["NotifyHub:Bootstrap:OwnerEmail"] = "other@example.com" }, folder: folder);
            await using var db = again.Services.GetRequiredService<HubContexts>().Open(ProjectScope.EveryProject);
            Assert.Equal("owner@example.com", (await db.Users.SingleAsync()).Email);
            Assert.Equal(1, await db.ApiKeys.CountAsync());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("OwnerEmail", "not an address")]
    [InlineData("ServerKey", "nhs_short")]
    [InlineData("ServerKey", "a-key-with-no-prefix-but-long-enough")]
    public async Task A_bootstrap_that_cannot_be_used_stops_the_start_and_names_the_setting(string key, string value)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => TestHub.StartAsync(new Dictionary<string, string?> { [$"NotifyHub:Bootstrap:{key}"] = value }));
        Assert.Contains(key, error.ToString());
    }

    [Theory]
    [InlineData("short")]
    [InlineData("password1234")]
    public async Task A_weak_bootstrap_password_is_the_operators_choice_and_works(string password)
    {
        await using var hub = await TestHub.StartAsync(new Dictionary<string, string?> { ["NotifyHub:Bootstrap:OwnerPassword"] = password });
        using var person = new FormClient(hub.Url);
        var answer = await person.SignInAsync(hub.OwnerEmail, password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Fact]
    public async Task A_server_key_of_the_operators_own_making_works()
    {
        const string given = "nhs_chosen-by-the-operator-long-enough";
        await using var hub = await TestHub.StartAsync(new Dictionary<string, string?> { ["NotifyHub:Bootstrap:ServerKey"] = given });
        Assert.NotNull(await hub.Services.GetRequiredService<NotifyHub.Security.ApiKeys.IKeyVerifier>().VerifyAsync(given));
    }

    /// <summary>Reads the console as the operator does.</summary>
    private sealed class ConsoleToken : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _tokens = new();

        public string Token => Assert.Single(_tokens);

        public ILogger CreateLogger(string categoryName) => this;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (state is IEnumerable<KeyValuePair<string, object?>> values && values.FirstOrDefault(v => v.Key == "SetupToken").Value is string token)
            {
                _tokens.Enqueue(token);
            }
        }

        public void Dispose() { }
    }
}
