using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Api.Http;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Contract;

public sealed class ContractTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_published_contract_is_as_accepted() =>
        await Snapshot.VerifyAsync("openapi.v1.json", JsonNode.Parse(await hub.Client.GetStringAsync("/openapi/v1.json"))!.ToJsonString(Readable) + "\n");

    [Fact]
    public async Task The_machine_routes_and_their_keys_are_as_accepted()
    {
        var lines = MachineRoutes().Select(e =>
        {
            var key = e.Metadata.GetMetadata<KeyRequirement>();
            var who = IsPersonal(e) ? "person" : key is null ? "open" : $"{key.Scope.ToString().ToLowerInvariant()}{(key.Publishable ? " or publishable" : "")}";
            var once = e.Metadata.GetMetadata<NotifyHub.Api.Http.IdempotentMetadata>() is null ? "" : ", idempotent";
            return $"{string.Join(',', e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"])} {e.RoutePattern.RawText}: {who}{once}\n";
        });
        await Snapshot.VerifyAsync("endpoints.txt", string.Concat(lines.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Nothing_is_served_to_programs_that_is_not_published()
    {
        var published = Operations(JsonNode.Parse(await hub.Client.GetStringAsync("/openapi/v1.json"))!).Select(o => Plain(o.Name)).ToHashSet(StringComparer.Ordinal);
        var served = MachineRoutes().Where(e => e.Metadata.GetMetadata<KeyRequirement>() is not null || IsPersonal(e))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => Plain($"{method.ToLowerInvariant()} /{e.RoutePattern.RawText!.Trim('/')}"))).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(published.Order(StringComparer.Ordinal), served.Order(StringComparer.Ordinal));

        // Without the constraints of a route's parts.
        static string Plain(string route) => System.Text.RegularExpressions.Regex.Replace(route, @"\{\**([a-zA-Z]+)[^}]*\}", "{$1}").TrimEnd('/');
    }

    private static bool IsPersonal(RouteEndpoint route) => route.Metadata.GetMetadata<NotifyHub.Api.Http.PersonRequirement>() is not null;

    [Fact]
    public void Every_route_below_v1_and_for_existing_apps_wants_a_key() =>
        Assert.Empty(MachineRoutes().Where(e => (e.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal) || e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal) || e.RoutePattern.RawText!.StartsWith("/--", StringComparison.Ordinal)) && e.Metadata.GetMetadata<KeyRequirement>() is null && !IsPersonal(e)).Select(e => e.DisplayName));

    [Fact]
    public async Task Every_operation_is_documented_with_keys_failures_and_examples()
    {
        var document = JsonNode.Parse(await hub.Client.GetStringAsync("/openapi/v1.json"))!;
        Assert.StartsWith("3.1", document["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
        var faults = new List<string>();
        foreach (var (name, operation) in Operations(document))
        {
            Need(name, "summary", operation["summary"]);
            Need(name, "operationId", operation["operationId"]);
            Need(name, "security", operation["security"]?.AsArray().FirstOrDefault());
            Need(name, "401", operation["responses"]!["401"]);
            Need(name, "403", operation["responses"]!["403"]);
            if (operation["requestBody"] is { } body)
            {
                Need(name, "request example", body["content"]!["application/json"]!["example"]);
            }
            var (status, success) = operation["responses"]!.AsObject().First(r => r.Key[0] == '2');
            // A file and a stream have no example.
            if (status != "204" && success!["content"]!["text/csv"] is null && success["content"]!["text/event-stream"] is null)
            {
                Need(name, "answer example", success!["content"]!["application/json"]!["example"]);
            }
            foreach (var (code, failure) in operation["responses"]!.AsObject().Where(r => r.Key[0] is '4' or '5'))
            {
                // Routes of drop-in clients fail in their own client's shape.
                Need(name, $"{code} as a problem", failure!["content"]![name.Contains(" /--/", StringComparison.Ordinal) ? "application/json" : "application/problem+json"]?["example"]);
            }
        }
        Assert.Empty(faults);

        void Need(string operation, string what, JsonNode? there)
        {
            if (there is null || there.ToJsonString() == "\"\"")
            {
                faults.Add($"{operation}: {what} is missing");
            }
        }
    }

    [Fact]
    public async Task Every_example_fits_its_schema()
    {
        var document = JsonNode.Parse(await hub.Client.GetStringAsync("/openapi/v1.json"))!;
        var faults = new List<string>();
        foreach (var (name, operation) in Operations(document))
        {
            Check(name + " request", operation["requestBody"]?["content"]?["application/json"]);
            foreach (var (status, response) in operation["responses"]!.AsObject())
            {
                Check($"{name} {status}", response!["content"]?.AsObject().First().Value);
            }
        }
        Assert.Empty(faults);

        void Check(string where, JsonNode? content)
        {
            if (content?["example"] is { } example)
            {
                faults.AddRange(SchemaFit.Faults(document, content["schema"]!, example).Select(f => $"{where}: {f}"));
            }
        }
    }

    [Fact]
    public async Task The_page_runs_no_inline_script_and_needs_no_sign_in()
    {
        using var anonymous = hub.Hub.ClientFor(null);
        var page = await anonymous.GetAsync("/docs/index.html");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var html = await page.Content.ReadAsStringAsync();
        foreach (var script in html.Split("<script")[1..])
        {
            Assert.Contains(" src=", script[..script.IndexOf('>', StringComparison.Ordinal)], StringComparison.Ordinal);
        }
        foreach (var path in new[] { "/docs/index.js", "/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css", "/openapi/v1.json", "/docs/errors" })
        {
            Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync(path)).StatusCode);
        }
    }

    [Fact]
    public async Task Every_code_that_a_stage_may_refuse_with_is_in_the_catalogue_on_the_page_and_in_the_manual()
    {
        var codes = typeof(RefusalCode).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!);
        Assert.All(codes, code => Assert.True(Problems.All.ContainsKey(code), $"{code} is not in the catalogue"));
        var page = await hub.Client.GetStringAsync("/docs/errors");
        var manual = await File.ReadAllTextAsync(Path.Combine(AppRoot.Find(), "docs", "api.md"));
        Assert.All(Problems.All.Values, problem =>
        {
            Assert.Contains($"id=\"{problem.Code}\"", page, StringComparison.Ordinal);
            Assert.Contains($"| `{problem.Code}` | {problem.Status} |", manual, StringComparison.Ordinal);
        });
    }

    private IEnumerable<RouteEndpoint> MachineRoutes() =>
        hub.Hub.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => new[] { "/v1", "/openapi", "/docs", "/health", "/api", "/--" }.Any(root => ("/" + e.RoutePattern.RawText!.TrimStart('/')).StartsWith(root, StringComparison.Ordinal)));

    private static IEnumerable<(string Name, JsonObject Operation)> Operations(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select ($"{operation.Key} {path.Key}", operation.Value!.AsObject());
}
