using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Tests.Support;

public class TestHubTests
{
    [Fact]
    public async Task Starts_the_real_app_with_an_owner_a_project_and_a_key()
    {
        await using var hub = await TestHub.StartAsync();
        Assert.NotEqual(0, hub.ProjectId);
        Assert.Equal("ok", await hub.Client.GetStringAsync("/health/live"));
    }

    [Fact]
    public async Task Projects_of_one_hub_are_apart()
    {
        await using var hub = await TestHub.StartAsync();
        var other = await hub.NewProjectAsync();
        var caller = await hub.Services.GetRequiredService<IKeyVerifier>().VerifyAsync(other.ServerKey);
        Assert.Equal(other.Id, caller!.ProjectId);
        Assert.NotEqual(hub.ProjectId, other.Id);
    }
}
