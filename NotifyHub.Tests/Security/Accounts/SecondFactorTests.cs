using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Accounts;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Security.Accounts;

public sealed partial class SecondFactorTests : IAsyncLifetime
{
    private readonly ManualTime _clock = new(DateTimeOffset.UtcNow);
    private TestHub _hub = null!;
    private FormClient _owner = null!;

    public async Task InitializeAsync()
    {
        _hub = await TestHub.StartAsync(services: s => s.AddSingleton<TimeProvider>(_clock));
        _owner = await FormClient.OwnerOf(_hub);
    }

    public async Task DisposeAsync()
    {
        _owner.Dispose();
        await _hub.DisposeAsync();
    }

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.At("12345678901234567890"u8.ToArray(), DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Fact]
    public void A_secret_is_written_as_apps_take_it() => Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.Text("12345678901234567890"u8));

    [Fact]
    public async Task Once_it_is_on_a_password_alone_opens_nothing_and_each_code_works_once()
    {
        var (secret, _) = await TurnOnAsync();
        using var person = new FormClient(_hub.Url);
        var first = await person.SignInAsync(_hub.OwnerEmail, _hub.OwnerPassword);
        Assert.Equal("/sign-in/code?ReturnUrl=%2F", first.Headers.Location?.PathAndQuery());
        Assert.Equal(HttpStatusCode.Unauthorized, (await person.Http.GetAsync("/v1/me")).StatusCode);
        Assert.Contains("This code is wrong", await TextAsync(CodeAsync(person, Totp.At(secret, _clock.GetUtcNow()))));

        _clock.Advance(TimeSpan.FromSeconds(30));
        var code = Totp.At(secret, _clock.GetUtcNow());
        Assert.Equal("/", (await CodeAsync(person, code)).Headers.Location?.PathAndQuery());
        Assert.Equal(HttpStatusCode.OK, (await person.Http.GetAsync("/v1/me")).StatusCode);

        using var thief = new FormClient(_hub.Url);
        await thief.SignInAsync(_hub.OwnerEmail, _hub.OwnerPassword);
        Assert.Contains("This code is wrong", await TextAsync(CodeAsync(thief, code)));
    }

    [Fact]
    public async Task A_recovery_code_signs_in_once_and_new_ones_end_the_old()
    {
        var (_, codes) = await TurnOnAsync();
        Assert.Equal(10, codes.Count);
        Assert.True(await RecoverAsync(codes[0].ToUpperInvariant()));
        Assert.False(await RecoverAsync(codes[0]));
        var text = await TextAsync(_owner.PostAsync("/profile/two-factor", Form(("Deed", "codes"), ("Password", _hub.OwnerPassword))));
        Assert.Equal(10, CodesIn(text).Count);
        Assert.False(await RecoverAsync(codes[1]));
        Assert.True(await RecoverAsync(CodesIn(text)[1]));

        async Task<bool> RecoverAsync(string code)
        {
            using var person = new FormClient(_hub.Url);
            await person.SignInAsync(_hub.OwnerEmail, _hub.OwnerPassword);
            return (await CodeAsync(person, code)).StatusCode == HttpStatusCode.Redirect;
        }
    }

    [Fact]
    public async Task Codes_can_not_be_guessed_and_a_right_password_gives_no_fresh_tries()
    {
        var (secret, _) = await TurnOnAsync();
        using var person = new FormClient(_hub.Url);
        for (var i = 0; i < 5; i++)
        {
            await person.SignInAsync(_hub.OwnerEmail, _hub.OwnerPassword);
            await CodeAsync(person, "000000");
        }
        Assert.Contains("Too many attempts", await TextAsync(CodeAsync(person, Totp.At(secret, _clock.GetUtcNow().AddSeconds(30)))));
    }

    [Fact]
    public async Task The_first_step_is_forgotten_after_five_minutes()
    {
        var (secret, _) = await TurnOnAsync();
        using var person = new FormClient(_hub.Url);
        await person.SignInAsync(_hub.OwnerEmail, _hub.OwnerPassword);
        var form = await person.ReadFormAsync("/sign-in/code");
        _clock.Advance(TimeSpan.FromMinutes(6));
        form["Input.Code"] = Totp.At(secret, _clock.GetUtcNow());
        var late = await person.Http.PostAsync("/sign-in/code", new FormUrlEncodedContent(form));
        Assert.Equal("/sign-in", late.Headers.Location?.PathAndQuery());
        Assert.Equal(HttpStatusCode.Unauthorized, (await person.Http.GetAsync("/v1/me")).StatusCode);
    }

    [Fact]
    public async Task Turning_it_on_and_off_needs_the_password_and_ends_every_other_session()
    {
        using var elsewhere = await FormClient.OwnerOf(_hub);
        var form = await _owner.ReadFormAsync("/profile/two-factor");
        Assert.Contains("This is not the code", await TextAsync(_owner.PostAsync("/profile/two-factor", Form(("Deed", "on"), ("Code", "000000"), ("Password", _hub.OwnerPassword)))));
        Assert.Contains("This is not your password", await TextAsync(_owner.PostAsync("/profile/two-factor", Form(("Deed", "on"), ("Code", "000000"), ("Password", "not the password at all")))));
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.Http.GetAsync("/v1/me")).StatusCode);
        await TurnOnAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await elsewhere.Http.GetAsync("/v1/me")).StatusCode);

        Assert.Contains("This is not your password", await TextAsync(_owner.PostAsync("/profile/two-factor", Form(("Deed", "off"), ("Password", "not the password at all")))));
        var off = await _owner.PostAsync("/profile/two-factor", Form(("Deed", "off"), ("Password", _hub.OwnerPassword)));
        Assert.Equal("/profile?done=two-factor-off", off.Headers.Location?.PathAndQuery());
        using var person = await FormClient.OwnerOf(_hub);
        await using var db = _hub.Services.GetRequiredService<HubContexts>().Open(ProjectScope.EveryProject);
        Assert.Empty(await db.UserTokens.ToListAsync());
        Assert.Equal(["twofactor.on", "twofactor.off"], await db.Audit.Where(a => a.Action.StartsWith("twofactor")).OrderBy(a => a.Id).Select(a => a.Action).ToListAsync());
    }

    [Fact]
    public async Task Neither_the_secret_nor_a_recovery_code_lies_in_the_database()
    {
        var (secret, codes) = await TurnOnAsync();
        await using var db = _hub.Services.GetRequiredService<HubContexts>().Open(default(ProjectScope));
        var kept = string.Join(' ', await db.UserTokens.Select(t => t.Value).ToListAsync());
        Assert.DoesNotContain(Totp.Text(secret), kept);
        Assert.DoesNotContain(Convert.ToBase64String(secret), kept);
        Assert.All(codes, code => Assert.DoesNotContain(code, kept));
    }

    private async Task<(byte[] Secret, IReadOnlyList<string> Codes)> TurnOnAsync()
    {
        var page = await _owner.Http.GetStringAsync("/profile/two-factor");
        var form = await _owner.ReadFormAsync("/profile/two-factor");
        page = await _owner.Http.GetStringAsync("/profile/two-factor");
        var ticket = WebUtility.HtmlDecode(Ticket().Match(page).Groups["value"].Value);
        var secret = Unbase32(SecretText().Match(page).Groups["value"].Value.Replace(" ", "", StringComparison.Ordinal));
        form["Input.Ticket"] = ticket;
        form["Input.Deed"] = "on";
        form["Input.Code"] = Totp.At(secret, _clock.GetUtcNow());
        form["Input.Password"] = _hub.OwnerPassword;
        var text = await TextAsync(_owner.Http.PostAsync("/profile/two-factor", new FormUrlEncodedContent(form)));
        Assert.Contains("Keep these recovery codes", text);
        return (secret, CodesIn(text));
    }

    private static byte[] Unbase32(string text)
    {
        var bits = string.Concat(text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    private static Task<HttpResponseMessage> CodeAsync(FormClient person, string code) => person.PostAsync("/sign-in/code", Form(("Code", code)));

    private static Dictionary<string, string> Form(params (string Name, string Value)[] fields) => fields.ToDictionary(f => $"Input.{f.Name}", f => f.Value);

    private static async Task<string> TextAsync(Task<HttpResponseMessage> answer) => WebUtility.HtmlDecode(await (await answer).Content.ReadAsStringAsync());

    private static List<string> CodesIn(string text) => [.. Code().Matches(text[text.IndexOf("<pre", StringComparison.Ordinal)..text.IndexOf("</pre>", StringComparison.Ordinal)]).Select(match => match.Value)];

    [GeneratedRegex("name=\"Input.Ticket\" value=\"(?<value>[^\"]+)\"")]
    private static partial Regex Ticket();

    [GeneratedRegex("class=\"secret\"[^>]*>(?<value>[A-Z2-7 ]+)<")]
    private static partial Regex SecretText();

    [GeneratedRegex("[a-z2-9]{5}-[a-z2-9]{5}")]
    private static partial Regex Code();
}
