using System.Net;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Components;

public class FaultPagesTests
{
    [Fact]
    public async Task An_unknown_address_shows_a_page_with_the_status_404()
    {
        await using var hub = await TestHub.StartAsync();
        using var owner = await FormClient.OwnerOf(hub);
        owner.Http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var answer = await owner.Http.GetAsync("/nothing");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is nothing here", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_stranger_is_asked_to_sign_in_also_at_unknown_addresses()
    {
        await using var hub = await TestHub.StartAsync();
        var answer = await hub.ClientFor(null).GetAsync("/nothing");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }
}
