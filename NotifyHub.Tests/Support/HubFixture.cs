using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Tests.Support;

/// <summary>One hub for the tests of a class; each test makes devices of its own.</summary>
public class HubFixture : IAsyncLifetime
{
    public TestHub Hub { get; private set; } = null!;

    /// <summary>Another tenant of the same hub.</summary>
    public TestProject Other { get; private set; } = null!;

    public HttpClient Client => Hub.Client;

    protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>();

    public async Task InitializeAsync()
    {
        Hub = await TestHub.StartAsync(Settings);
        Other = await Hub.NewProjectAsync();
    }

    public async Task DisposeAsync() => await Hub.DisposeAsync();

    /// <summary>A view of one project's rows; dispose it.</summary>
    public HubDb Rows(long? projectId = null) => Hub.Services.GetRequiredService<HubContexts>().Open(ProjectScope.Of(projectId ?? Hub.ProjectId));
}

/// <summary>As the other, without a limit per device.</summary>
public sealed class UnlimitedHubFixture : HubFixture
{
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal) { ["NotifyHub:Limits:DevicePerMinute"] = "1000000" };
}
