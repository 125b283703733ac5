using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.Webhooks;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Insights;
using NotifyHub.Webhooks;

namespace NotifyHub.Tests.Components.Pages.Webhooks;

public sealed class WebhooksPageTests : PageTest
{
    private WebhookDesk Desk => Services.GetRequiredService<WebhookDesk>();

    private static ProjectAdmin Admin { get; } = ProjectAdmin.System(SendRows.Project);

    [Fact]
    public async Task The_empty_page_teaches_the_check_and_makes_one_whose_secret_is_shown_once()
    {
        var page = Render<WebhooksPage>();
        Assert.Contains("timingSafeEqual", page.Markup, StringComparison.Ordinal);
        await page.FindAll("button").First(b => b.TextContent.Contains("Create webhook", StringComparison.Ordinal)).ClickAsync(new());
        page.Find("#webhook-url").Change("https://10.0.0.1/x");
        await page.Find("form").SubmitAsync();
        Assert.NotEmpty(page.FindAll(".field-error"));

        page.Find("#webhook-url").Change("https://hooks.example.com/x");
        await page.Find("form").SubmitAsync();
        Assert.Contains("whsec_", page.Markup, StringComparison.Ordinal);
        Assert.Contains("delivery.failed, device.retired", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", Render<WebhooksPage>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_page_shows_what_was_told_and_how_it_was_answered()
    {
        var made = await Desk.CreateAsync(Admin, new WebhookWish("https://hooks.example.com/x", ["delivery.failed"], "Orders"));
        var now = Clock.GetUtcNow();
        var message = new WebhookMessage
        {
            Id = Rows.NextId(), ProjectId = SendRows.Project, EndpointId = made.Endpoint.Id, Event = 2, Subject = "dlv_01j9x3k2m4n5p", Body = """{"type":"delivery.failed"}""", CreatedAt = now,
            State = WebhookMessageState.Failed, Tries = 7, LastStatus = 500, LastError = "The receiver answered 500.",
        };
        await Rows.AddAsync(message, new WebhookAttempt { Id = Rows.NextId(), ProjectId = SendRows.Project, MessageId = message.Id, At = now, Status = 500, Error = "The receiver answered 500.", Body = "not today", DurationMs = 84 });

        var page = Open(made);
        Assert.Contains("Given up", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("not today", page.Markup, StringComparison.Ordinal);
        await Button(page, "Show").ClickAsync(new());
        Assert.Contains("500 in 84 ms", page.Markup, StringComparison.Ordinal);
        Assert.Contains("not today", page.Markup, StringComparison.Ordinal);
        Assert.Contains("delivery.failed", page.Find("pre").TextContent, StringComparison.Ordinal);

        await Button(page, "Send again").ClickAsync(new());
        Assert.Contains("On its way", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_switched_off_and_on_gets_a_new_secret_and_is_removed_after_a_second_word()
    {
        var made = await Desk.CreateAsync(Admin, new WebhookWish("https://hooks.example.com/x", ["delivery.failed"], null));
        var page = Open(made);
        await Button(page, "Switch off").ClickAsync(new());
        Assert.Equal("Off", page.Find(".card-head .badge").TextContent);
        await Button(page, "Switch on").ClickAsync(new());
        Assert.Equal("On", page.Find(".card-head .badge").TextContent);
        await Button(page, "New secret").ClickAsync(new());
        await Button(page, "Make it").ClickAsync(new());
        Assert.Contains("whsec_", page.Markup, StringComparison.Ordinal);
        await Button(page, "Remove").ClickAsync(new());
        Assert.Contains("cannot be undone", page.Markup, StringComparison.Ordinal);
        await Button(page, "Remove now").ClickAsync(new());
        Assert.Empty(await Desk.ListAsync(SendRows.Project));
        Assert.EndsWith("/webhooks", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_no_admin_sees_and_changes_nothing()
    {
        var made = await Desk.CreateAsync(Admin, new WebhookWish("https://hooks.example.com/x", ["delivery.failed"], null));
        Member.Role = ProjectRole.Operator;
        Assert.DoesNotContain(Render<WebhooksPage>().FindAll("button"), b => b.TextContent.Contains("Create", StringComparison.Ordinal));
        Assert.DoesNotContain(Open(made).FindAll("button"), b => b.TextContent is "Change" or "Remove" or "Switch off");
    }

    [Fact]
    public void An_unknown_one_leads_back() => Assert.Contains("There is no such webhook", Render<WebhookPage>(p => p.Add(x => x.Id, "whk_0000000000000")).Markup, StringComparison.Ordinal);

    private IRenderedComponent<WebhookPage> Open(WebhookIssued made) => Render<WebhookPage>(p => p.Add(x => x.Id, RowId.Format(RowId.Webhook, made.Endpoint.Id)));

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<WebhookPage> page, string words) => page.FindAll("button").First(b => b.TextContent.Trim() == words);
}
