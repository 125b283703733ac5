using System.Net;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Components;

public sealed class FaultPagesTests
{
    [Fact]
    public async Task An_unknown_address_is_a_page_for_people_and_an_error_for_machines()
    {
        await using var hub = await TestHub.StartAsync();
        using var owner = await FormClient.OwnerOf(hub);

        var page = await AskAsync(owner.Http, "/no/such/page", "text/html");
        var machine = await AskAsync(hub.Client, "/v1/no-such-route", "application/json");

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Contains("There is nothing here", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, machine.Status);
        Assert.DoesNotContain("<html", machine.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Every_page_is_drawn_by_the_server_for_a_member_and_for_nobody_else()
    {
        await using var hub = await TestHub.StartAsync();
        using var owner = await FormClient.OwnerOf(hub);
        foreach (var path in new[] { "/", "/sends", "/sends?status=failed&range=24h", "/devices" })
        {
            var page = await AskAsync(owner.Http, path, "text/html");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Contains("Test project", page.Text, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Redirect, (await AskAsync(hub.ClientFor(null), path, "text/html")).Status);
        }
    }

    [Fact]
    public async Task A_stranger_is_asked_to_sign_in_also_at_unknown_addresses()
    {
        await using var hub = await TestHub.StartAsync();

        Assert.Equal(HttpStatusCode.Redirect, (await AskAsync(hub.ClientFor(null), "/no/such/page", "text/html")).Status);
    }

    [Fact]
    public async Task The_theme_is_there_with_the_first_byte()
    {
        await using var hub = await TestHub.StartAsync();
        using var client = hub.ClientFor(null);
        client.DefaultRequestHeaders.Add("Cookie", "nh_theme=dark");

        Assert.Contains("<html lang=\"en\" data-theme=\"dark\">", (await AskAsync(client, "/sign-in", "text/html")).Text, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(HttpClient client, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(accept);
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
