using System.Net;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

public sealed class JobApiTests(HubFixture hub) : IClassFixture<HubFixture>
{
    [Fact]
    public async Task Jobs_are_listed_run_paused_and_resumed_by_the_first_project_s_keys_only()
    {
        var list = await hub.Client.ReadAsync("/v1/projects/current/jobs");
        Assert.Contains(list.Json["items"]!.AsArray(), job => job!["name"]!.GetValue<string>() == "notification_deliver");

        var ran = await hub.Client.CallAsync(HttpMethod.Post, "/v1/projects/current/jobs/job_history_cleanup/run");
        Assert.Equal("nothing to do", ran.Json["lastRun"]!["result"]!.GetValue<string>());
        var paused = await hub.Client.CallAsync(HttpMethod.Post, "/v1/projects/current/jobs/job_history_cleanup/pause");
        Assert.Equal(("paused", null), (paused.Json["state"]!.GetValue<string>(), paused.Json["nextRunAt"]));
        Assert.Equal(HttpStatusCode.Conflict, (await hub.Client.CallAsync(HttpMethod.Post, "/v1/projects/current/jobs/job_history_cleanup/pause")).Status);
        Assert.Equal("waiting", (await hub.Client.CallAsync(HttpMethod.Post, "/v1/projects/current/jobs/job_history_cleanup/resume")).Json["state"]!.GetValue<string>());

        var stranger = hub.Hub.ClientFor(hub.Other.ServerKey);
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.ReadAsync("/v1/projects/current/jobs")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.CallAsync(HttpMethod.Post, "/v1/projects/current/jobs/notification_deliver/pause")).Status);
    }
}
