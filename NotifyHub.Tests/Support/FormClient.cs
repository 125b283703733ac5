using System.Text.RegularExpressions;

namespace NotifyHub.Tests.Support;

/// <summary>A person without a browser: keeps cookies, reads forms, posts them with their antiforgery token.</summary>
public sealed partial class FormClient : IDisposable
{
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, UseCookies = true };

    public FormClient(Uri url) => Http = new HttpClient(_handler) { BaseAddress = url };

    /// <summary>Follows no redirect.</summary>
    public HttpClient Http { get; }

    /// <summary>Cookies held for the site.</summary>
    public System.Net.CookieCollection Cookies => _handler.CookieContainer.GetCookies(Http.BaseAddress!);

    /// <summary>Opens the page and posts its form with these fields.</summary>
    public async Task<HttpResponseMessage> PostAsync(string page, IReadOnlyDictionary<string, string> fields, string? action = null)
    {
        var form = await ReadFormAsync(page);
        foreach (var (name, value) in fields)
        {
            form[name] = value;
        }
        return await Http.PostAsync(action ?? page, new FormUrlEncodedContent(form));
    }

    /// <summary>Opens the page; the hidden fields of its forms.</summary>
    public async Task<Dictionary<string, string>> ReadFormAsync(string page)
    {
        var form = new Dictionary<string, string>();
        foreach (Match hidden in Hidden().Matches(await Http.GetStringAsync(page)))
        {
            form.TryAdd(hidden.Groups["name"].Value, System.Net.WebUtility.HtmlDecode(hidden.Groups["value"].Value));
        }
        return form;
    }

    /// <summary>Signs in by the form.</summary>
    public Task<HttpResponseMessage> SignInAsync(string email, string password) =>
        PostAsync("/sign-in", new Dictionary<string, string> { ["Input.Email"] = email, ["Input.Password"] = password });

    /// <summary>A session of the hub's owner.</summary>
    public static async Task<FormClient> OwnerOf(TestHub hub)
    {
        var client = new FormClient(hub.Url);
        var answer = await client.SignInAsync(hub.OwnerEmail, hub.OwnerPassword);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
        return client;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Http.Dispose();
        _handler.Dispose();
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)"|<input name="(?<name>[^"]+)" type="hidden" value="(?<value>[^"]*)""")]
    private static partial Regex Hidden();
}
