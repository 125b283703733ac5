using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

public sealed class TypeTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    private HttpClient Api => hub.Client;

    private static JsonObject Upload(string key, string more = "") => JsonNode.Parse($$"""{"key":"{{key}}","label":"Deploy failed","channels":{"in_app":true,"email":false}{{more}}}""")!.AsObject();

    private Task<ApiAnswer> PutAsync(string key, string draft) => Api.CallAsync(HttpMethod.Put, $"/v1/types/{key}", new StringContent(draft, Encoding.UTF8, "application/json"));

    private static Dictionary<string, bool> Defaults(JsonNode type) => type["channels"]!.AsArray().ToDictionary(c => c!["channel"]!.GetValue<string>(), c => c!["default"]!.GetValue<bool>());

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    [Theory]
    [InlineData("issue.new", true, false, true)]
    [InlineData("issue.digest", false, true, false)]
    [InlineData("feedback.new", true, true, true)]
    [InlineData("questionnaire.response_new", true, false, false)]
    [InlineData("job.completed", true, true, true)]
    [InlineData("app.rating_changed", true, false, true)]
    [InlineData("app.review_new", true, true, true)]
    [InlineData("task.due_soon", true, false, true)]
    [InlineData("task.overdue", true, false, true)]
    [InlineData("task.daily_digest", false, true, false)]
    public async Task The_registry_has_the_defaults_of_the_design(string key, bool inApp, bool email, bool push)
    {
        var defaults = Defaults((await Api.ReadAsync($"/v1/types/{key}")).Json);
        Assert.Equal((inApp, email, push, push), (defaults["in_app"], defaults["email"], defaults["mobile_push"], defaults["web_push"]));
        Assert.Equal((false, false, false), (defaults["slack"], defaults["telegram"], defaults["webhook"]));
    }

    [Fact]
    public async Task Tasks_bring_their_buttons_a_finished_job_is_for_one_and_an_invitation_is_not_dispatched()
    {
        var all = (await Api.ReadAsync("/v1/types")).Json["items"]!.AsArray().ToDictionary(t => Text(t!["key"]), t => t!);
        Assert.Equal(["edit", "complete", "cancel", "mark_in_progress"], all["task.overdue"]["actions"]!.AsArray().Select(a => Text(a!["id"])));
        Assert.Equal((true, false), (all["job.completed"]["onlyWhoTriggered"]!.GetValue<bool>(), all["issue.new"]["onlyWhoTriggered"]!.GetValue<bool>()));
        Assert.Equal((false, true), (all["team.invitation"]["dispatched"]!.GetValue<bool>(), all["team.invitation"]["critical"]!.GetValue<bool>()));
        Assert.Contains(":not_allowed", (await PutAsync("team.invitation", "{}")).Faults);
    }

    [Fact]
    public async Task Saves_at_the_same_time_get_a_number_each_and_one_of_two_gets_the_key()
    {
        var twins = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Api.PostAsync("/v1/types", Upload("build.slow"))));
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict], twins.Select(twin => twin.Status).Order());
        var saves = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => PutAsync("build.slow", $$$"""{"label":"Slow {{{i}}}","channels":{"in_app":true}}""")));
        Assert.Equal(Enumerable.Range(2, 8), saves.Select(save => save.Json["version"]!.GetValue<int>()).Order());
    }

    [Fact]
    public async Task A_type_of_ones_own_is_made_once_changed_and_deleted_with_its_history_kept()
    {
        var made = await Api.PostAsync("/v1/types", Upload("deploy.failed", ""","fallback":[{"channel":"email","afterMinutes":10}]"""), "type-1");
        Assert.Equal((HttpStatusCode.Created, "project", 1), (made.Status, Text(made.Json["origin"]), made.Json["version"]!.GetValue<int>()));
        Assert.Equal(10, made.Json["channels"]![1]!["afterMinutes"]!.GetValue<int>());
        Assert.Equal(made.Text, (await Api.PostAsync("/v1/types", Upload("deploy.failed", ""","fallback":[{"channel":"email","afterMinutes":10}]"""), "type-1")).Text);
        Assert.Equal("state_conflict", (await Api.PostAsync("/v1/types", Upload("deploy.failed"))).Code);

        var changed = await PutAsync("deploy.failed", """{"label":"Deploy broke","critical":true,"channels":{"in_app":true}}""");
        Assert.Equal((HttpStatusCode.OK, 2, "Deploy broke", 0), (changed.Status, changed.Json["version"]!.GetValue<int>(), Text(changed.Json["label"]), changed.Json["fallback"]!.AsArray().Count));
        Assert.Equal(HttpStatusCode.NoContent, (await Api.DeleteAsync("/v1/types/deploy.failed")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Api.ReadAsync("/v1/types/deploy.failed")).Status);
        Assert.DoesNotContain("deploy.failed", (await Api.ReadAsync("/v1/types")).Text, StringComparison.Ordinal);

        await Api.PostAsync("/v1/types", Upload("deploy.failed"));
        var history = (await Api.ReadAsync("/v1/types/deploy.failed/versions")).Json["items"]!.AsArray();
        Assert.Equal([4, 3, 2, 1], history.Select(v => v!["version"]!.GetValue<int>()));
        Assert.Equal([false, true, false, false], history.Select(v => v!["type"] is null));
        var audit = (await Api.ReadAsync("/v1/projects/current/audit?limit=10")).Text;
        Assert.All(new[] { "type.created", "type.changed", "type.deleted" }, action => Assert.Contains(action, audit, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_left_out_of_a_built_in_type_is_as_it_was_brought_and_a_reset_takes_the_rest_back()
    {
        var changed = await PutAsync("questionnaire.response_new", """{"channels":{"in_app":true,"email":true}}""");
        Assert.Equal(("changed", "New questionnaire response"), (Text(changed.Json["origin"]), Text(changed.Json["label"])));
        Assert.Equal(["in_app", "email"], Defaults(changed.Json).Keys);
        Assert.Equal("state_conflict", (await Api.PostAsync("/v1/types", Upload("questionnaire.response_new"))).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await Api.DeleteAsync("/v1/types/questionnaire.response_new")).StatusCode);
        Assert.Equal(("builtIn", 7), (Text((await Api.ReadAsync("/v1/types/questionnaire.response_new")).Json["origin"]), Defaults((await Api.ReadAsync("/v1/types/questionnaire.response_new")).Json).Count));
        Assert.Equal(HttpStatusCode.NotFound, (await Api.DeleteAsync("/v1/types/questionnaire.response_new")).StatusCode);
    }

    [Theory]
    [InlineData("""{"label":"x","channels":{"in_app":true}}""", "/key:required")]
    [InlineData("""{"key":"Deploy Failed","label":"x","channels":{"in_app":true}}""", "/key:bad_format")]
    [InlineData("""{"key":"a..b","label":"x","channels":{"in_app":true}}""", "/key:bad_format")]
    [InlineData("""{"key":"a"}""", "/label:required")]
    [InlineData("""{"key":"a","label":"x"}""", "/channels:required")]
    [InlineData("""{"key":"a","label":"x","channels":{}}""", "/channels:too_short")]
    [InlineData("""{"key":"a","label":"x","channels":{"pigeon":true}}""", "/channels/pigeon:not_allowed")]
    [InlineData("""{"key":"a","label":"x","channels":{"in_app":null}}""", "/channels/in_app:required")]
    [InlineData("""{"key":"a","label":"x","channels":{"in_app":"yes"}}""", "/channels/in_app:wrong_type")]
    [InlineData("""{"key":"a","label":"x","channels":[]}""", "/channels:wrong_type")]
    [InlineData("""{"key":"a","label":"x","category":"All Of It","channels":{"in_app":true}}""", "/category:bad_format")]
    [InlineData("""{"key":"a","label":"x","channels":{"in_app":true},"fallback":[{"channel":"email","afterMinutes":5}]}""", "/fallback/0/channel:not_allowed")]
    [InlineData("""{"key":"a","label":"x","channels":{"in_app":true,"email":true},"fallback":[{"channel":"email","afterMinutes":0}]}""", "/fallback/0/afterMinutes:out_of_range")]
    [InlineData("""{"key":"a","label":"x","channels":{"in_app":true,"email":true},"fallback":[{"channel":"in_app","afterMinutes":5}]}""", "/fallback/0/channel:not_allowed")]
    [InlineData("""{"key":"a","label":"x","channels":{"email":true},"fallback":[{"channel":"email","afterMinutes":5}]}""", "/fallback:too_many")]
    [InlineData("""{"key":"a","label":"x","channels":{"in_app":true},"templates":{"slack":"t"}}""", "/templates/slack:not_allowed")]
    [InlineData("""{"key":"a","label":"x","channels":{"in_app":true},"bundling":{"most":0,"windowMinutes":60}}""", "/bundling/most:out_of_range")]
    [InlineData("""{"key":"a","label":"x","channels":{"in_app":true},"actionCategory":"NOPE"}""", "/actionCategory:not_allowed")]
    public async Task What_means_nothing_is_refused_with_its_place(string upload, string fault) => Assert.Contains(fault, (await Api.PostTextAsync("/v1/types", upload)).Faults);

    [Fact]
    public async Task An_unknown_type_and_what_is_no_key_are_not_found()
    {
        foreach (var key in new[] { "no.such", "No", "%27", "a..b" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await Api.ReadAsync($"/v1/types/{key}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await Api.ReadAsync($"/v1/types/{key}/versions")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await PutAsync(key, """{"label":"x","channels":{"in_app":true}}""")).Status);
        }
    }
}
