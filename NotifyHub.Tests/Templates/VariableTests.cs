using System.Text.Json.Nodes;
using NotifyHub.Templates.Content;
using NotifyHub.Templates.Language;
using NotifyHub.Templates.Variables;

namespace NotifyHub.Tests.Templates;

/// <summary>Declarations of variables, and values held against them.</summary>
public class VariableTests
{
    private static readonly TemplateVariable[] Declared =
    [
        new() { Name = "name", Type = "text", Required = true }, new() { Name = "count", Type = "integer", Default = 1 }, new() { Name = "at", Type = "time" }, new() { Name = "link", Type = "url" },
        new() { Name = "tags", Type = "list", Items = "text" },
        new() { Name = "items", Type = "list", Fields = [new() { Name = "title", Type = "text", Required = true }, new() { Name = "price", Type = "number" }] },
        new() { Name = "shop", Type = "object", Fields = [new() { Name = "open", Type = "boolean" }] },
    ];

    [Fact]
    public void Good_values_are_read_and_defaults_fill_in()
    {
        var values = Read("""{"name":"Ann","at":"2026-06-11T08:00:00+02:00","link":"https://example.com/x","tags":["a","b"],"items":[{"title":"Tea","price":3.50}],"shop":{"open":true}}""", out var faults);
        Assert.Empty(faults);
        Assert.Equal(new NumberValue(1), values["count"]);
        Assert.Equal(TimeSpan.FromHours(2), ((TimeValue)values["at"]).Time.Offset);
        Assert.Equal(3.50m, ((NumberValue)((MapValue)((ListValue)values["items"]).Items[0]).Members["price"]).Number);
    }

    [Theory]
    [InlineData("""{}""", "/v/name:missing_variable")]
    [InlineData("""{"name":null}""", "/v/name:missing_variable")]
    [InlineData("""{"name":"a","nome":"b","a/b":1}""", "/v/nome:unknown_variable", "/v/a~1b:unknown_variable")]
    [InlineData("""{"name":7,"count":1.5,"at":"2026-06-11T08:00:00","link":"javascript:alert(1)","tags":"a"}""", "/v/name:wrong_type", "/v/count:wrong_type", "/v/at:wrong_type", "/v/link:wrong_type", "/v/tags:wrong_type")]
    [InlineData("""{"name":"a","tags":["a",null,7],"items":[{"price":1},{"title":"x","weight":2},3],"shop":[]}""", "/v/tags/1:wrong_type", "/v/tags/2:wrong_type", "/v/items/0/title:missing_variable", "/v/items/1/weight:unknown_variable", "/v/items/2:wrong_type", "/v/shop:wrong_type")]
    [InlineData("""{"name":"a","count":1e400}""", "/v/count:wrong_type")]
    [InlineData("""{"name":"a","count":123456789012345678901234567890}""", "/v/count:wrong_type")]
    public void Missing_unknown_and_wrong_values_are_named_where_they_stand(string values, params string[] expected)
    {
        Read(values, out var faults);
        Assert.Equal(expected, faults);
    }

    [Theory]
    [InlineData("""[{"name":"1a","type":"text"},{"name":"a","type":"string"},{"name":"a","type":"text"}]""", "/v/0/name:bad_format", "/v/1/type:not_allowed", "/v/2/name:not_allowed")]
    [InlineData("""[{"name":"each","type":"text"},{"name":"a b","type":"text"}]""", "/v/0/name:bad_format", "/v/1/name:bad_format")]
    [InlineData("""[{"name":"a","type":"list"},{"name":"b","type":"object"},{"name":"c","type":"text","items":"text","fields":[{"name":"x","type":"text"}]}]""", "/v/0/items:required", "/v/1/fields:required", "/v/2/items:not_allowed", "/v/2/fields:not_allowed")]
    [InlineData("""[{"name":"a","type":"list","items":"list"},{"name":"b","type":"list","items":"object"}]""", "/v/0/items:not_allowed", "/v/1/fields:required")]
    [InlineData("""[{"name":"a","type":"integer","default":"x"},{"name":"b","type":"text","required":true,"default":"x"},{"name":"c","type":"time","example":"tomorrow"}]""", "/v/0/default:wrong_type", "/v/1/default:not_allowed", "/v/2/example:wrong_type")]
    [InlineData("""[{"name":"a","type":"object","fields":[{"name":"a","type":"object","fields":[{"name":"a","type":"object","fields":[{"name":"a","type":"object","fields":[{"name":"a","type":"text"}]}]}]}]}]""", "/v/0/fields/0/fields/0/fields/0/fields:too_deep")]
    public void Declarations_are_checked(string variables, params string[] expected)
    {
        var faults = new FaultList();
        var declared = System.Text.Json.JsonSerializer.Deserialize<List<TemplateVariable>>(variables, System.Text.Json.JsonSerializerOptions.Web)!;
        VariableChecks.Check(declared, "/v", faults);
        Assert.Equal(expected, Names(faults));
    }

    [Theory]
    [InlineData("de-AT", "de-AT de en")]
    [InlineData("zh_hant_tw", "zh-Hant-TW zh-Hant zh en")]
    [InlineData("en-GB", "en-GB en")]
    [InlineData("sl-x-test", "sl-x-test sl en")]
    [InlineData(null, "en")]
    [InlineData("!", "en")]
    public void The_chain_goes_from_the_exact_language_to_the_default(string? locale, string chain) => Assert.Equal(chain, string.Join(' ', LocaleChain.Of(locale, "en")));

    [Theory]
    [InlineData("de-AT", "de")]
    [InlineData("de", "de")]
    [InlineData("DE_ch", "de")]
    [InlineData("fr-CA", "fr-CA")]
    [InlineData("fr", "en")]
    [InlineData(null, "en")]
    public void The_first_of_the_chain_that_is_there_is_picked(string? locale, string picked) =>
        Assert.Equal(picked, LocaleChain.Pick(locale, new HashSet<string>(StringComparer.Ordinal) { "de", "fr-CA", "en" }, "en"));

    private static IReadOnlyDictionary<string, TemplateValue> Read(string values, out string[] faults)
    {
        var list = new FaultList();
        var read = VariableReader.Read(Declared, JsonNode.Parse(values)!.AsObject(), "/v", list);
        faults = Names(list);
        return read;
    }

    private static string[] Names(FaultList faults) => faults.IsEmpty ? [] : [.. Assert.Throws<RefusedException>(faults.ThrowIfAny).Faults.Select(f => $"{f.Pointer}:{f.Code}")];
}
