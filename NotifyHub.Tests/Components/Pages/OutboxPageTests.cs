using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.Outbox;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Email;
using NotifyHub.Pipeline.Messages;
using NotifyHub.Tests.Insights;

namespace NotifyHub.Tests.Components.Pages;

public sealed class OutboxPageTests : PageTest
{
    [Fact]
    public async Task A_kept_mail_is_shown_as_text_html_and_source_in_a_frame_that_may_do_nothing()
    {
        using var bytes = new MemoryStream();
        await MailForm.Of(MailLetter.Of(new PushMessage { Title = "Kept", Body = "Words of it" }, "Shop", null), new MailEnvelope("dlv_1", "Shop", "hub@example.com", null, "ada@example.com", null, DateTimeOffset.UnixEpoch)).WriteToAsync(bytes);
        await Services.GetRequiredService<MailOutbox>().KeepAsync(new OutboxMail { ProjectId = SendRows.Project, DeliveryId = 1, Recipient = "ada@example.com", Subject = "Kept", Source = System.Text.Encoding.ASCII.GetString(bytes.ToArray()) }, default);
        Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().NavigateTo("/outbox");
        var page = Render<OutboxPage>();
        page.WaitForAssertion(() => Assert.Contains("ada@example.com", page.Markup, StringComparison.Ordinal));
        var address = page.Find("ul.mails a").GetAttribute("href")!;
        Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().NavigateTo(address);
        page.WaitForAssertion(() => Assert.Contains("Words of it", page.Markup, StringComparison.Ordinal));
        var frame = page.Find("iframe");
        Assert.Equal("", frame.GetAttribute("sandbox"));
        Assert.Contains("Content-Security-Policy", frame.GetAttribute("srcdoc")!, StringComparison.Ordinal);
        Assert.Contains("multipart/alternative", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProjectRole.Owner, true)]
    [InlineData(ProjectRole.Admin, false)]
    [InlineData(ProjectRole.Viewer, false)]
    public async Task An_invitation_is_seen_by_owners_alone(ProjectRole role, bool seen)
    {
        Member.Role = role;
        var mail = MailForm.Of(MailLetter.Of(new PushMessage { Title = "Join us" }, "Shop", null), new MailEnvelope("mal_1", "Shop", "hub@example.com", null, "sam@example.com", null, DateTimeOffset.UnixEpoch));
        await Services.GetRequiredService<MailOutbox>().KeepAsync(new OutboxMail { ProjectId = SendRows.Project, DeliveryId = 1, UserId = OutboxMail.InvitationPrefix + "inv_1", Recipient = "sam@example.com", Subject = "Join us", Source = MailForm.Source(mail) }, default);
        var id = (await Services.GetRequiredService<MailOutbox>().PageAsync(SendRows.Project, invitations: true, null, 1))[0].Id;
        Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().NavigateTo($"/outbox?mail={RowId.Format(RowId.OutboxMail, id)}");
        var page = Render<OutboxPage>();
        page.WaitForAssertion(() => Assert.Contains(seen ? "which owners alone see here" : "No mails here", page.Markup, StringComparison.Ordinal));
        Assert.Equal(seen, page.Markup.Contains("sam@example.com", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_that_gets_no_mail_can_be_tried_again()
    {
        await Services.GetRequiredService<MailSuppressions>().AddAsync(SendRows.Project, "gone@example.com", "hard_bounce", "5.1.1", null, default);
        var page = Render<OutboxPage>();
        page.WaitForAssertion(() => Assert.Contains("An address at example.com", page.Markup, StringComparison.Ordinal));
        page.Find("button[aria-label^='Try the address']").Click();
        page.WaitForAssertion(() => Assert.DoesNotContain("An address at example.com", page.Markup, StringComparison.Ordinal));
    }
}
