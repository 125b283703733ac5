using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.Templates;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Tenancy;
using NotifyHub.Templates;
using NotifyHub.Templates.Content;
using NotifyHub.Templates.Variables;
using NotifyHub.Tests.Insights;

namespace NotifyHub.Tests.Components.Pages.Templates;

public sealed class TemplatePageTests : PageTest
{
    [Fact]
    public void An_empty_project_is_taught_how_a_template_is_made()
    {
        var page = Render<TemplatesPage>();
        Assert.Contains("/v1/templates", page.Find("pre").TextContent, StringComparison.Ordinal);
        Assert.Contains("Order {{orderId}} has shipped", page.Find("pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_shows_what_each_says_it_by_and_a_search_narrows_it()
    {
        await NewAsync("order-shipped", "Order shipped");
        await NewAsync("welcome", "Welcome");
        Services.GetRequiredService<NavigationManager>().NavigateTo("/templates");
        var page = Render<TemplatesPage>();
        Assert.Equal(2, page.FindAll("tbody tr").Count);
        foreach (var text in new[] { "Welcome", "welcome", "push, email", "en, de" })
        {
            Assert.Contains(text, page.Find("tbody tr").TextContent, StringComparison.Ordinal);
        }
        page.Find("input[type=search]").Change("SHIP");
        page.WaitForAssertion(() => Assert.Equal("Order shipped", page.Find("tbody tr .title").TextContent));
        Assert.EndsWith("/templates?q=SHIP", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_editor_shows_what_a_reader_gets_while_it_is_written()
    {
        var page = await OpenAsync();
        Assert.Equal("Hello Ann", page.Find(".notice strong").TextContent);
        page.Find("#push-title").Input("Dear {{name | upper}}");
        Assert.Equal("Dear ANN", page.Find(".notice strong").TextContent);
        page.Find("#tpl-sample").Input("""{ "name": "Bob" }""");
        Assert.Equal("Dear BOB", page.Find(".notice strong").TextContent);
        Assert.Equal(6, page.FindAll("meter").Count);
        Tab(page, "de");
        Assert.Equal("Hallo Bob", page.Find(".notice strong").TextContent);
    }

    [Fact]
    public async Task A_fault_stands_beside_its_field_and_keeps_it_from_being_saved()
    {
        var page = await OpenAsync();
        page.Find("#push-body").Input("{{nobody}}");
        Assert.Contains("there is no variable nobody", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.Find("#push-body").GetAttribute("aria-invalid"));
        Assert.All(page.FindAll("button").Where(b => b.TextContent.StartsWith("Save and", StringComparison.Ordinal)), b => Assert.True(b.HasAttribute("disabled")));
        Assert.Contains("faults", page.Find("#lint-title").ParentElement!.TextContent.Replace("1 fault", "faults", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_save_makes_a_version_and_an_old_one_can_be_sent_again()
    {
        var page = await OpenAsync();
        page.Find("#push-title").Input("Second");
        Press(page, "Save and publish");
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".versions li").Count));
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/templates/{_id}?version=1");
        page.WaitForAssertion(() => Assert.Equal("Hello {{name}}", page.Find("#push-title").GetAttribute("value")));
        Press(page, "Send version 1 from now on");
        page.WaitForAssertion(() => Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent.Contains("from now on", StringComparison.Ordinal)));
        await using var db = Store.Contexts.Open(ProjectScope.Of(SendRows.Project));
        Assert.Equal((1, 2), ((await db.Templates.SingleAsync()).CurrentVersion, (await db.Templates.SingleAsync()).LastVersion));
    }

    [Fact]
    public void A_new_template_is_created_and_faults_of_its_names_stand_beside_them()
    {
        var page = Render<TemplatePage>(p => p.Add(t => t.Id, "new"));
        page.Find("#tpl-key").Input("Not a key");
        page.Find("#tpl-name").Input("Greeting");
        Press(page, "Create template");
        page.WaitForAssertion(() => Assert.Contains("A key has 1 to 64", page.Find("#names-title").ParentElement!.ParentElement!.TextContent, StringComparison.Ordinal));
        page.Find("#tpl-key").Input("greeting");
        Press(page, "Create template");
        page.WaitForAssertion(() => Assert.Contains("/templates/tpl_", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_language_is_added_with_the_words_to_translate_and_can_go_again()
    {
        var page = await OpenAsync();
        page.Find("#tpl-locale").Change("fr_ca");
        Press(page, "Add language");
        Assert.Contains(page.FindAll("[role=tab]"), t => t.TextContent == "fr-CA" && t.GetAttribute("aria-selected") == "true");
        Assert.Equal("Hello {{name}}", page.Find("#push-title").GetAttribute("value"));
        Press(page, "Remove fr-CA");
        Assert.DoesNotContain(page.FindAll("[role=tab]"), t => t.TextContent == "fr-CA");
    }

    [Fact]
    public async Task The_mail_is_shown_in_a_frame_that_may_do_nothing()
    {
        var page = await OpenAsync();
        Tab(page, "E-mail");
        var frame = page.Find("iframe");
        Assert.Equal("", frame.GetAttribute("sandbox"));
        Assert.Contains("default-src 'none'", frame.GetAttribute("srcdoc"), StringComparison.Ordinal);
        Assert.Contains("<p>Ann</p>", frame.GetAttribute("srcdoc"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_only_look_can_try_but_not_save()
    {
        Member.Role = ProjectRole.Viewer;
        var page = await OpenAsync();
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent.Contains("Save", StringComparison.Ordinal));
        page.Find("#push-title").Input("x {{name}}");
        Assert.Equal("x Ann", page.Find(".notice strong").TextContent);
    }

    [Fact]
    public async Task A_test_goes_to_one_device_as_the_preview_shows_it()
    {
        await Rows.DeviceAsync();
        var page = await OpenAsync();
        page.Find("#push-title").Input("Not saved yet");
        page.Find("#test-title").ParentElement!.ParentElement!.QuerySelector("button")!.Click();
        page.WaitForAssertion(() => Assert.StartsWith("/sends/dlv_", page.Find("a[role=status]").GetAttribute("href"), StringComparison.Ordinal));
        await using var db = Store.Contexts.Open(ProjectScope.Of(SendRows.Project));
        Assert.Equal(("Not saved yet", _id), ((await db.Notifications.SingleAsync()).Title, (await db.Notifications.SingleAsync()).TemplateId));
    }

    [Fact]
    public void A_template_that_is_not_there_says_so() => Assert.Contains("There is no such template", Render<TemplatePage>(p => p.Add(t => t.Id, "tpl_0000000000001")).Markup, StringComparison.Ordinal);

    private string _id = "";

    private async Task<IRenderedComponent<TemplatePage>> OpenAsync()
    {
        _id = RowId.Format(RowId.Template, await NewAsync("greeting", "Greeting"));
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/templates/{_id}");
        return Render<TemplatePage>(p => p.Add(t => t.Id, _id));
    }

    private async Task<long> NewAsync(string key, string name) =>
        (await Services.GetRequiredService<TemplateDesk>().CreateAsync(ProjectAdmin.System(SendRows.Project), new NewTemplate(key, name, null, new TemplateBody
        {
            DefaultLocale = "en", Variables = [new TemplateVariable { Name = "name", Type = "text", Required = true, Example = "Ann" }],
            Locales =
            [
                new TemplateContent { Locale = "en", Push = new TemplatePush { Title = "Hello {{name}}", Body = "Good to see you" }, Email = new TemplateEmail { Subject = "Hello", Text = "Hello", Html = "<p>{{name}}</p>" } },
                new TemplateContent { Locale = "de", Push = new TemplatePush { Title = "Hallo {{name}}" } },
            ],
        }, null))).Template.Id;

    private static void Press(IRenderedComponent<TemplatePage> page, string words) => page.FindAll("button").First(b => b.TextContent.Trim().StartsWith(words, StringComparison.Ordinal)).Click();

    private static void Tab(IRenderedComponent<TemplatePage> page, string words) => page.FindAll("[role=tab]").First(t => t.TextContent.Trim().TrimEnd('·', ' ') == words).Click();
}
