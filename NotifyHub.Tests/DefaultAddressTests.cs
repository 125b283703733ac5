using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace NotifyHub.Tests;

public class DefaultAddressTests
{
    [Theory]
    [InlineData("--urls=http://127.0.0.1:6000", "http://127.0.0.1:6000")]
    [InlineData("--urls=", DefaultAddress.Url)]
    public void A_given_address_wins_over_the_default(string argument, string expected)
    {
        var builder = WebApplication.CreateBuilder([argument]);
        builder.UseDefaultAddress();
        Assert.Equal(expected, builder.Configuration["urls"]);
    }

    [Fact]
    public void The_launch_profile_names_no_address_since_it_would_beat_the_environment()
    {
        using var profile = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppRoot.Find(), "NotifyHub", "Properties", "launchSettings.json")));
        Assert.All(profile.RootElement.GetProperty("profiles").EnumerateObject(), p => Assert.False(p.Value.TryGetProperty("applicationUrl", out _)));
    }
}
