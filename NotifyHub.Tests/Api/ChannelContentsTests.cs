using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>What a notification says over mail and in the inbox, over the whole app: words of its template, or of its type's, in each reader's language.</summary>
public sealed class ChannelContentsTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    private const string Template = """
        {"key":"KEY","name":"Order","defaultLocale":"en","variables":[{"name":"order","type":"text","required":true},{"name":"title","type":"text"}],"locales":[
          {"locale":"en","push":{"title":"Order {{ order }}","body":"On its way"},"email":{"subject":"Your order {{ order }}","text":"Dear reader, {{ order }} left us.","html":"<p>Dear reader, <b>{{ order }}</b> left us.</p>"},"inbox":{"title":"{{ order }} has shipped","body":"Follow it here","link":"/orders/{{ order }}"}},
          {"locale":"de","push":{"title":"Bestellung {{ order }}","body":"Unterwegs"},"email":{"subject":"Ihre Bestellung {{ order }}","html":"<html><body><p>{{ order }} ist unterwegs.</p></body></html>"},"inbox":{"title":"{{ order }} ist unterwegs","link":"https://shop.example/{{ order }}"}}]}
        """;

    [Fact]
    public async Task A_template_says_the_mail_and_the_inbox_in_each_readers_language()
    {
        var key = await TemplateAsync();
        await TypeAsync("contents.own", null);
        var (ada, ben) = (await ReaderAsync("en-GB"), await ReaderAsync("de-AT"));
        foreach (var (reader, subject, html, title, link) in new[]
        {
            (ada, "Your order A&1", "Dear reader, <b>A&amp;1</b> left us.", "A&1 has shipped", "/orders/A%261"),
            (ben, "Ihre Bestellung A&1", "<p>A&amp;1 ist unterwegs.</p>", "A&1 ist unterwegs", "https://shop.example/A%261"),
        })
        {
            var (_, mail) = await SendAsync(reader.User, "contents.own", $$$"""{"template":{"id":"{{{key}}}","variables":{"order":"A&1"} } }""");
            Assert.Equal(subject, mail.Subject);
            Assert.Contains(html, mail.HtmlBody, StringComparison.Ordinal);
            // Nobody is mailed without being told by whom; a document of its own has the foot inside.
            Assert.Contains("Test project", mail.HtmlBody, StringComparison.Ordinal);
            Assert.EndsWith("</body></html>", mail.HtmlBody!.Trim(), StringComparison.Ordinal);
            var item = Assert.Single((await reader.Client.ReadAsync("/v1/inbox")).Json["items"]!.AsArray())!;
Assert.Equal((title, link), (item["title"]!.GetValue<string>(), item["link"]!.GetValue<string>()));
        }
        Assert.Contains("Dear reader, A&1 left us.", (await SendAsync(ada.User, "contents.own", $$$"""{"template":{"id":"{{{key}}}","variables":{"order":"A&1"} } }""")).Mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_types_template_says_the_mail_of_what_has_words_of_its_own()
    {
        var key = await TemplateAsync();
        await TypeAsync("contents.type", key);
        var (ada, ben) = (await ReaderAsync(null), await ReaderAsync("de"));
        const string content = """{"content":{"title":"Shipped","body":"Look","data":{"order":"B2","other":1} } }""";
        var (answer, mail) = await SendAsync(ada.User, "contents.type", content);
        Assert.Null(answer["warning"]);
        Assert.Equal("Your order B2", mail.Subject);
        Assert.Equal("Ihre Bestellung B2", (await SendAsync(ben.User, "contents.type", content)).Mail.Subject);
        // The inbox says what the call says.
        Assert.Equal("Shipped", Assert.Single((await ben.Client.ReadAsync("/v1/inbox")).Json["items"]!.AsArray())!["title"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_types_template_that_is_not_there_or_is_not_filled_is_told_and_the_mail_goes_in_the_generic_form()
    {
        var key = await TemplateAsync();
        await TypeAsync("contents.unfilled", key);
        await TypeAsync("contents.gone", "no-such-template");
        var ada = await ReaderAsync(null);
        foreach (var (type, why) in new[] { ("contents.unfilled", "order is required"), ("contents.gone", "has no words for mail") })
        {
            var (answer, mail) = await SendAsync(ada.User, type, """{"content":{"title":"Plain words","body":"Said as they are"}}""");
            Assert.Contains(why, answer["warning"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.Equal("Plain words", mail.Subject);
            Assert.Contains("Said as they are", mail.HtmlBody, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Where_an_item_leads_is_checked_when_the_template_is_filled()
    {
        var key = await TemplateAsync("/orders/{{ order }}", "{{ order }}");
        await TypeAsync("contents.link", null);
        var ada = await ReaderAsync(null);
        var refused = await hub.Client.PostTextAsync("/v1/notifications", $$$"""{"type":"contents.link","to":{"user":"{{{ada.User}}}"},"template":{"id":"{{{key}}}","variables":{"order":"javascript:alert(1)"} } }""");
        Assert.Contains("/template/variables:bad_format", refused.Faults);
        // No line of a value opens another header.
        var (_, mail) = await SendAsync(ada.User, "contents.link", $$$"""{"template":{"id":"{{{key}}}","variables":{"order":"/x\r\nBcc: eve@example.com"} } }""", refusable: true);
        Assert.Empty(mail.Bcc);
    }

    private async Task<string> TemplateAsync(string from = "", string to = "")
    {
        var key = $"order-{Guid.NewGuid():n}"[..20];
        var body = Template.Replace("KEY", key, StringComparison.Ordinal);
        var made = await hub.Client.PostTextAsync("/v1/templates", from.Length == 0 ? body : body.Replace(from, to, StringComparison.Ordinal));
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        return key;
    }

    private async Task TypeAsync(string type, string? template)
    {
        var made = await hub.Client.PostTextAsync("/v1/types", $$$"""{"key":"{{{type}}}","label":"Contents","channels":{"in_app":true,"email":true},"templates":{{{(template is null ? "{}" : $"{{\"email\":\"{template}\"}}")}}} }""");
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
    }

    private async Task<(string User, HttpClient Client)> ReaderAsync(string? locale)
    {
        var user = Guid.NewGuid().ToString("n");
        await hub.Client.CallAsync(HttpMethod.Put, $"/v1/users/{user}", JsonContent.Create(new { email = $"{user}@example.com", locale }));
        return (user, hub.Hub.ClientFor((await hub.Client.PostAsync("/v1/user-tokens", new JsonObject { ["userId"] = user })).Json["token"]!.GetValue<string>()));
    }

    private async Task<(JsonNode Answer, MimeMessage Mail)> SendAsync(string user, string type, string words, bool refusable = false)
    {
        var send = JsonNode.Parse(words)!.AsObject();
        (send["type"], send["to"]) = (type, new JsonObject { ["user"] = user });
        var answer = await hub.Client.PostAsync("/v1/notifications", send);
        if (refusable && answer.Status == HttpStatusCode.BadRequest)
        {
            return (answer.Json, new MimeMessage());
        }
        Assert.True(RowId.TryParse(RowId.Notification, answer.Json["notificationId"]?.GetValue<string>() ?? "", out var id), answer.Text);
        var kept = await hub.Hub.UntilAsync(async () =>
        {
            await using var db = hub.Rows();
            return await db.OutboxMails.AsNoTracking().SingleOrDefaultAsync(m => db.Deliveries.Any(d => d.Id == m.DeliveryId && d.NotificationId == id));
        });
        using var source = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(kept.Source));
        return (answer.Json, await MimeMessage.LoadAsync(source));
    }
}
