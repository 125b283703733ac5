using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.Types;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Insights;
using NotifyHub.Types;

namespace NotifyHub.Tests.Components.Pages.Types;

public sealed class TypePagesTests : PageTest
{
    private TypeBook Book => Services.GetRequiredService<TypeBook>();

    [Fact]
    public void The_list_has_every_built_in_type_with_its_channels()
    {
        var page = Render<TypesPage>();
        Assert.Equal(BuiltInTypes.All.Count, page.FindAll("li.type").Count);
        Assert.Contains("On: Inbox, Mobile push, Browser push. Off until chosen: E-mail, Slack, Telegram, Webhook.", page.Find("li.type").TextContent, StringComparison.Ordinal);
        Assert.Contains("/v1/types", page.Find("pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_is_made_in_the_form_with_a_channel_that_waits()
    {
        var page = Render<TypePage>();
        page.Find("#type-key").Change("deploy.failed");
        page.Find("#type-label").Change("Deploy failed");
        page.Find("[aria-label=E-mail]").Change("On");
        page.FindAll("button").First(b => b.TextContent.Contains("A channel that waits", StringComparison.Ordinal)).Click();
        page.Find("[aria-label='Minutes of step 1']").Change("15");
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.EndsWith("/types/deploy.failed", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        var stored = await Book.FindAsync(SendRows.Project, "deploy.failed");
        Assert.Equal((true, 15, 0, false), (stored!.Channels[ChannelKind.Email], stored.WaitOf(ChannelKind.Email), stored.WaitOf(ChannelKind.MobilePush), stored.Channels.ContainsKey(ChannelKind.Slack)));
    }

    [Fact]
    public async Task A_fault_stands_at_its_field_and_an_earlier_version_comes_back()
    {
        await Book.CreateAsync(SendRows.Project, "deploy.failed", new TypeDraft { Label = "First words", Channels = new Dictionary<string, bool> { ["in_app"] = true } }, "ada@example.com");
        await Book.ChangeAsync(SendRows.Project, "deploy.failed", new TypeDraft { Label = "Second words", Channels = new Dictionary<string, bool> { ["in_app"] = true } }, "bob@example.com");
        var page = Render<TypePage>(p => p.Add(t => t.Key, "deploy.failed"));
        page.Find("#type-label").Change("");
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Contains("required", page.Find(".field-error").TextContent, StringComparison.Ordinal));
        page.FindAll("button").Single(b => b.TextContent == "Put it in the form").Click();
        Assert.Equal("First words", page.Find("#type-label").GetAttribute("value"));
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".history li").Count));
        Assert.Equal("First words", (await Book.FindAsync(SendRows.Project, "deploy.failed"))!.Label);
    }

    [Fact]
    public void Another_projects_type_and_a_wrong_key_are_not_there() =>
        Assert.Contains("There is no such type", Render<TypePage>(p => p.Add(t => t.Key, "No such")).Markup, StringComparison.Ordinal);
}
