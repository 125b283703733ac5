using System.Diagnostics;
using System.Globalization;
using System.Text;
using NotifyHub.Templates.Language;

namespace NotifyHub.Tests.Templates;

/// <summary>The template language: what it does, what it refuses, and that nothing written in it costs more than it may.</summary>
public class LanguageTests
{
    private static readonly Dictionary<string, ValueShape> Shapes = new(StringComparer.Ordinal)
    {
        ["name"] = new(ValueKind.Text), ["count"] = new(ValueKind.Number), ["vip"] = new(ValueKind.Flag), ["at"] = new(ValueKind.Time), ["link"] = new(ValueKind.Text), ["nothing"] = new(ValueKind.Text),
        ["words"] = new(ValueKind.List, new ValueShape(ValueKind.Text)),
        ["items"] = new(ValueKind.List, new ValueShape(ValueKind.Map, Members: new Dictionary<string, ValueShape>(StringComparer.Ordinal) { ["title"] = new(ValueKind.Text), ["price"] = new(ValueKind.Number) })),
    };

    private static readonly Dictionary<string, TemplateValue> Values = new(StringComparer.Ordinal)
    {
        ["name"] = new TextValue("Ann <b>\"O'Neil\"</b>"), ["count"] = new NumberValue(1234.5m), ["vip"] = new FlagValue(true), ["link"] = new TextValue("https://example.com/a b?x=1&y=2"),
        ["at"] = new TimeValue(new DateTimeOffset(2026, 6, 11, 22, 30, 0, TimeSpan.Zero)),
        ["words"] = new ListValue([new TextValue("red"), new TextValue("blue")]),
        ["items"] = new ListValue([Item("Tea", 3.5m), Item("Mug", 12m)]),
    };

    [Theory]
    [InlineData("Hello {{name}}!", "Hello Ann <b>\"O'Neil\"</b>!")]
    [InlineData("{{ count }} {{count | number}} {{count|number:2}}", "1234.5 1,234.5 1,234.50")]
    [InlineData("{{name | upper}} {{nothing | default:\"you\"}} {{nothing}}.", "ANN <B>\"O'NEIL\"</B> you .")]
    [InlineData("{{#if vip}}yes{{else}}no{{/if}} {{#unless vip}}no{{else}}yes{{/unless}} {{#if !nothing}}none{{/if}}", "yes yes none")]
    [InlineData("{{#if count > 1000}}many{{else if count == 1}}one{{else}}some{{/if}}", "many")]
    [InlineData("{{#each items as item}}{{@number}}. {{item.title}}{{#unless @last}}, {{/unless}}{{else}}none{{/each}}", "1. Tea, 2. Mug")]
    [InlineData("{{#each words as w}}{{#each words as v}}{{w}}-{{v}}{{@number}} {{/each}}{{@number}}|{{/each}}", "red-red1 red-blue2 1|blue-red1 blue-blue2 2|")]
    [InlineData("{{words | join:\" and \"}} {{words | count}} {{! a remark }}\\{{name}}", "red and blue 2 {{name}}")]
    [InlineData("{{count | currency:\"USD\"}} {{at | date:\"short\":\"Europe/Vienna\"}} {{at | time:\"short\":\"Europe/Vienna\"}}", "$1,234.50 6/12/2026 12:30 AM")]
    [InlineData("{{name | truncate:3}} {{words | join | capitalize}}", "Ann… Red, blue")]
    [InlineData("}} { {{count}} }", "}} { 1234.5 }")]
    public void It_fills_in(string source, string expected) => Assert.Equal(expected, Render(source, OutputKind.Text).Replace('\u202F', ' '));

    [Fact]
    public void Numbers_and_times_are_written_as_the_language_writes_them()
    {
        Assert.Equal("1.234,50 € 12.06.2026", Render("{{count | currency:\"EUR\"}} {{at | date:\"short\":\"Europe/Vienna\"}}", OutputKind.Text, "de").Replace('\u00A0', ' '));
        Assert.Equal("12. Juni 2026", Render("{{at | date:\"long\":\"Europe/Vienna\"}}", OutputKind.Text, "de")[^13..].TrimStart(',', ' '));
    }

    [Fact]
    public void A_family_emoji_is_one_character_to_truncate() =>
        Assert.Equal("👨‍👩‍👧…", Render("{{name | truncate:1}}", OutputKind.Text, values: new(StringComparer.Ordinal) { ["name"] = new TextValue("👨‍👩‍👧 and more") }));

    [Theory]
    [InlineData("<p>{{name}}</p>", "<p>Ann &lt;b&gt;&quot;O&#39;Neil&quot;&lt;/b&gt;</p>")]
    [InlineData("<a title='{{name}}'>x</a>", "<a title='Ann &lt;b&gt;&quot;O&#39;Neil&quot;&lt;/b&gt;'>x</a>")]
    [InlineData("<a href=\"{{link}}\">x</a>", "<a href=\"https://example.com/a%20b?x=1&amp;y=2\">x</a>")]
    [InlineData("<a href=\"https://example.com/?q={{link}}\">x</a>", "<a href=\"https://example.com/?q=https%3A%2F%2Fexample.com%2Fa%20b%3Fx%3D1%26y%3D2\">x</a>")]
    [InlineData("<title>{{name}}</title>{{count}}", "<title>Ann &lt;b&gt;&quot;O&#39;Neil&quot;&lt;/b&gt;</title>1234.5")]
    [InlineData("<style>a{color:red}</style><!-- a > b --><p>{{count}}", "<style>a{color:red}</style><!-- a > b --><p>1234.5")]
    [InlineData("a < b {{count}} <br/>{{count}}<img src=x alt=\"{{count}}\">", "a < b 1234.5 <br/>1234.5<img src=x alt=\"1234.5\">")]
    public void Html_is_escaped_for_where_it_stands(string source, string expected) => Assert.Equal(expected, Render(source, OutputKind.Html));

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JaVaScRiPt:alert(1)")]
    [InlineData("  java\tscript:alert(1)")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("vbscript:x")]
    [InlineData("\u0001javascript:alert(1)")]
    public void No_value_makes_an_address_run(string address)
    {
        var values = new Dictionary<string, TemplateValue>(StringComparer.Ordinal) { ["link"] = new TextValue(address) };
        Assert.Equal("<a href=\"#\">x</a>", Render("<a href=\"{{link}}\">x</a>", OutputKind.Html, values: values));
        Assert.Equal("#", Render("{{link}}", OutputKind.Url, values: values));
    }

    [Theory]
    [InlineData("/orders/42", "/orders/42")]
    [InlineData("mailto:a@example.com", "mailto:a@example.com")]
    [InlineData("https://example.com/ü\"><x", "https://example.com/%C3%BC%22%3E%3Cx")]
    public void Addresses_that_lead_somewhere_stay(string address, string expected) =>
        Assert.Equal(expected, Render("{{link}}", OutputKind.Url, values: new(StringComparer.Ordinal) { ["link"] = new TextValue(address) }));

    [Fact]
    public void Half_a_surrogate_pair_makes_no_address_throw() =>
        Assert.Equal("%EF%BF%BD", Render("{{link}}", OutputKind.Url, values: new(StringComparer.Ordinal) { ["link"] = new TextValue("\ud800") }));

    [Fact]
    public void One_line_stays_one_line() => Assert.Equal(
        "a  Bcc: x\u00A0b ", Render("{{name}}", OutputKind.Line, values: new(StringComparer.Ordinal) { ["name"] = new TextValue("a\r\nBcc: x\u00A0b\u2028") }));

    [Theory]
    [InlineData("<script>var a = '{{name}}';</script>", "inside <script>")]
    [InlineData("<style>{{name}}</style>", "inside <style>")]
    [InlineData("<a href={{link}}>x</a>", "without quotes")]
    [InlineData("<a onclick=\"{{name}}\">x</a>", "in the attribute onclick")]
    [InlineData("<p style=\"color:{{name}}\">x</p>", "in the attribute style")]
    [InlineData("<{{name}}>", "inside the tag")]
    [InlineData("<p {{name}}>", "inside the tag")]
    [InlineData("<!-- {{name}} -->", "in a remark")]
    [InlineData("<iframe srcdoc=\"{{name}}\">", "in the attribute srcdoc")]
    [InlineData("{{#if vip}}<a href=\"{{else}}<p>{{/if}}{{name}}", "one way through this block")]
    [InlineData("{{#each words as w}}<p title='{{/each}}{{name}}", "one way through this block")]
    public void Where_no_value_can_be_made_harmless_none_may_stand(string source, string words) =>
        Assert.Contains(words, Assert.Throws<TemplateException>(() => ParsedTemplate.Parse(source, OutputKind.Html)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{name", "Line 1, column 7: the tag is not closed with }}.")]
    [InlineData("a\nb {{#if vip}}x", "Line 2, column 6: this block is not closed with {{/if}}.")]
    [InlineData("{{/if}}", "Line 1, column 1: this tag closes nothing that is open.")]
    [InlineData("{{#if vip}}{{/each}}", "Line 1, column 4: this block is not closed with {{/if}}.")]
    [InlineData("{{else}}", "Line 1, column 1: this tag closes nothing that is open.")]
    [InlineData("{{name | shout}}", "Line 1, column 10: there is no filter shout. Known:")]
    [InlineData("{{name | truncate:\"x\"}}", "argument 1 of truncate must be a whole number")]
    [InlineData("{{#each words}}{{/each}}", "name the item: {{#each items as item}}.")]
    [InlineData("{{#while vip}}", "if, unless or each was expected here.")]
    [InlineData("{{name.}}", "a name was expected here.")]
    [InlineData("{{7*7}}", "a name was expected here.")]
    [InlineData("{{name | default:\"x}}", "the text is not closed.")]
    [InlineData("{{at | date:\"long\":\"Mars/Olympus\"}}", "this is no time zone")]
    public void What_can_not_be_read_is_said_with_its_place(string source, string message) =>
        Assert.Contains(message, Assert.Throws<TemplateException>(() => ParsedTemplate.Parse(source, OutputKind.Text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{nobody}}", "there is no variable nobody; declared:", "unknown_variable")]
    [InlineData("{{#each items as i}}{{i.weight}}{{/each}}", "i has no member weight.", "unknown_variable")]
    [InlineData("{{#each items as i}}{{/each}}{{i.title}}", "there is no variable i", "unknown_variable")]
    [InlineData("{{@number}}", "there is no variable @number", "unknown_variable")]
    [InlineData("{{items}}", "items is a list and can't be printed as it is", "bad_template")]
    [InlineData("{{at}}", "at is a time and can't be printed as it is: say how", "bad_template")]
    [InlineData("{{name | number}}", "number wants a number; name is a text.", "bad_template")]
    [InlineData("{{#each name as n}}{{/each}}", "each goes through a list; name is a text.", "bad_template")]
    [InlineData("{{#each items as name}}{{/each}}", "the name name is taken.", "bad_template")]
    [InlineData("{{#if name > 3}}{{/if}}", "name can't be put in order", "bad_template")]
    [InlineData("{{#if count == \"3\"}}{{/if}}", "count is a number, which is compared with something else", "bad_template")]
    public void Names_and_their_use_are_checked_when_it_is_written(string source, string message, string code)
    {
        var fault = Assert.Throws<TemplateException>(() => ParsedTemplate.Parse(source, OutputKind.Text).Check(Shapes));
        Assert.Equal(code, fault.Code);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_variables_of_a_source_are_known() => Assert.Equal(
        ["count", "items", "name", "vip"], ParsedTemplate.Parse("{{name}}{{#if vip == true}}{{#each items as i}}{{i.title}}{{@number}}{{/each}}{{/if}}{{#if count > 1}}{{/if}}", OutputKind.Text).Names());

    public static TheoryData<string, string, string> Bombs() => new()
    {
        { "deep", string.Concat(Enumerable.Repeat("{{#if vip}}", 20_000 / 11 * 3)), "template_too_deep" },
        { "33 deep", string.Concat(Enumerable.Repeat("{{#if vip}}", 33)) + string.Concat(Enumerable.Repeat("{{/if}}", 33)), "template_too_deep" },
        { "else if chain", "{{#if vip}}" + string.Concat(Enumerable.Repeat("{{else if vip}}", 4000)) + "{{/if}}", "template_too_deep" },
        { "large", new string('x', TemplateLimits.SourceBytes + 1), "template_too_large" },
        { "large in bytes", new string('ü', TemplateLimits.SourceBytes / 2 + 1), "template_too_large" },
        { "loop in loop", "{{#each big as a}}{{#each big as b}}{{#each big as c}}{{#each big as d}}x{{/each}}{{/each}}{{/each}}{{/each}}", "too_many_steps" },
        { "many tags", string.Concat(Enumerable.Repeat("{{nothing}}", 65_000 / 11)) + "{{#each big as a}}{{#each big as b}}{{a}}{{/each}}{{/each}}", "too_many_steps" },
        { "much output", "{{#each big as a}}" + new string('y', 3000) + "{{/each}}", "output_too_large" },
        { "escapes", "<p>{{huge}}</p><p>{{huge}}</p>", "output_too_large" },
        { "unclosed", string.Concat(Enumerable.Repeat("{{", 30_000)), "bad_template" },
        { "quotes", "{{name | default:" + new string('"', 60_000), "bad_template" },
        { "dots", "{{a" + string.Concat(Enumerable.Repeat(".a", 30_000)) + "}}", "bad_template" },
        { "filters", "{{name" + string.Concat(Enumerable.Repeat("|upper", 10_000)) + "}}", "bad_template" },
        { "remarks", string.Concat(Enumerable.Repeat("{{!}}", 13_000)), "" },
        { "tags of html", string.Concat(Enumerable.Repeat("<a ", 21_000)), "" },
        { "one name", "{{" + new string('a', 60_000) + "}}", "bad_template" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Bombs_fizzle(string name, string source, string code)
    {
        var shapes = new Dictionary<string, ValueShape>(Shapes, StringComparer.Ordinal) { ["big"] = new(ValueKind.List, new ValueShape(ValueKind.Text)), ["huge"] = new(ValueKind.Text) };
        var values = new Dictionary<string, TemplateValue>(Values, StringComparer.Ordinal)
        {
            ["big"] = new ListValue([.. Enumerable.Repeat(new TextValue("z"), 500)]), ["huge"] = new TextValue(new string('"', 30_000)),
        };
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Record.Exception(() =>
        {
            var parsed = ParsedTemplate.Parse(source, OutputKind.Html);
            parsed.Check(shapes);
            parsed.Render(new RenderRun(values, CultureInfo.InvariantCulture, new StoppedClock()));
        });
        Assert.Equal(code, fault is null ? "" : Assert.IsType<TemplateException>(fault).Code);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 200_000_000, $"{name} took {GC.GetAllocatedBytesForCurrentThread() - before} bytes");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{name} took {watch.Elapsed}");
    }

    [Fact]
    public void What_takes_too_long_is_stopped()
    {
        var source = string.Concat(Enumerable.Repeat("{{name}}", 100));
        var fault = Assert.Throws<TemplateException>(() => ParsedTemplate.Parse(source, OutputKind.Text).Render(new RenderRun(Values, CultureInfo.InvariantCulture, new SlowClock())));
        Assert.Equal("too_slow", fault.Code);
    }

    [Fact]
    public void Whatever_is_thrown_at_it_it_answers_with_words()
    {
        var chance = new Random(20261126);
        string[] pieces = ["{{", "}}", "#if ", "#each ", "/if", "/each", "else", "name", " as ", "|", ":", "\"", "'", "<", ">", "=", "a ", "\\", "{", "!", ".", "@", "\n", "ü", "\0", "\ud800", "vip", "items", "truncate:3", "<script>", "<!--", "-->", "href="];
        for (var i = 0; i < 5000; i++)
        {
            var source = new StringBuilder();
            for (var n = chance.Next(1, 25); n > 0; n--)
            {
                source.Append(pieces[chance.Next(pieces.Length)]);
            }
            try
            {
                var parsed = ParsedTemplate.Parse(source.ToString(), (OutputKind)chance.Next(4));
                parsed.Check(Shapes);
                parsed.Render(new RenderRun(Values, CultureInfo.InvariantCulture, new StoppedClock()));
            }
            catch (TemplateException)
            {
                // The only way out but the result.
            }
        }
    }

    private static string Render(string source, OutputKind kind, string culture = "en-US", Dictionary<string, TemplateValue>? values = null)
    {
        var parsed = ParsedTemplate.Parse(source, kind);
        parsed.Check(Shapes);
        return parsed.Render(new RenderRun(values ?? Values, CultureInfo.GetCultureInfo(culture), new StoppedClock()));
    }

    private static MapValue Item(string title, decimal price) => new(new Dictionary<string, TemplateValue>(StringComparer.Ordinal) { ["title"] = new TextValue(title), ["price"] = new NumberValue(price) });

    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }

    private sealed class SlowClock : TimeProvider
    {
        private long _now;

        public override long GetTimestamp() => _now += TimestampFrequency;
    }
}
