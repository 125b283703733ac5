using System.Globalization;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience.People;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.People;
using NotifyHub.Jobs;
using NotifyHub.Tests.Sandbox;
using NotifyHub.Tests.Support;

namespace NotifyHub.E2E.Support;

/// <summary>A hub whose clock the journeys move on. Each journey brings two members of its own, so that what one person chose is nobody else's.</summary>
public sealed class TwoPeopleHub : IAsyncLifetime
{
    private readonly ShiftedClock _clock = new();

    /// <summary>The app.</summary>
    public TestHub Hub { get; private set; } = null!;

    /// <summary>By the hub's clock.</summary>
    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <inheritdoc/>
    public async Task InitializeAsync() => Hub = await TestHub.StartAsync(
        new Dictionary<string, string?> { ["NotifyHub:Email:PublicUrl"] = "https://hub.example.com/" }, services => services.AddSingleton<TimeProvider>(_clock));

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Hub.DisposeAsync();

    /// <summary>Lets time pass: what has come due since is looked for at once.</summary>
    public void Pass(TimeSpan by)
    {
        _clock.Ahead += by;
        Hub.Services.GetRequiredService<WorkSignal>().Wake();
    }

    /// <summary>One run of a job, as an operator starts it.</summary>
    public async Task RunAsync(string job) => Assert.NotEqual(JobAnswer.NotFound, await Hub.Services.GetRequiredService<JobControl>().RunAsync(job, "journey"));

    /// <summary>Tells these members something, as an app does.</summary>
    public async Task RaiseAsync(string title, params IEnumerable<TestMember> members)
    {
        using var answer = await Hub.Client.PostAsJsonAsync("/v1/notifications", new
        {
            type = "feedback.new", to = new { users = members.Select(UserOf) }, content = new { title, body = "Grace wrote from her Pixel: the contrast is just right at night.", link = "/people" },
        });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The address of a member's page among the people.</summary>
    public async Task<string> PersonPathAsync(TestMember member) => $"/people/{RowId.Format(RowId.Person, await PersonAsync(member))}";

    /// <summary>How many digests were sent to a member.</summary>
    public async Task<int> DigestsAsync(TestMember member)
    {
        var person = await PersonAsync(member);
        await using var db = Hub.Services.GetRequiredService<HubContexts>().Open(ProjectScope.Of(Hub.ProjectId));
        return await db.Deliveries.Where(d => d.PersonId == person && d.Provider == ProviderKind.Email).Join(db.Notifications.Where(n => n.Type == "issue.digest"), d => d.NotificationId, n => n.Id, (d, _) => d.Id).CountAsync();
    }

    private static string UserOf(TestMember member) => MemberPeople.UserIdOf(member.User.Id);

    private async Task<long> PersonAsync(TestMember member) =>
        await Hub.Services.GetRequiredService<PersonQueries>().IdOfAsync(Hub.ProjectId, UserOf(member)) ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"There is no {UserOf(member)}."));
}
