using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using NotifyHub.Audience.People;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Email;
using NotifyHub.Pipeline.Messages;
using NotifyHub.Tests.Alerts;
using NotifyHub.Tests.Pipeline.Delivery;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Channels.Email;

/// <summary>Mails from a queued delivery to a server that speaks SMTP, and back.</summary>
public sealed class EmailChannelTests
{
    private static Task<DeliveryRig> OpenAsync(MailCatcher? server = null, TimeProvider? time = null) => DeliveryRig.OpenAsync(time, settings: new Dictionary<string, string?>
    {
        ["NotifyHub:Email:PublicUrl"] = "https://hub.example.com/",
        ["NotifyHub:Email:Smtp:Host"] = server is null ? "" : "127.0.0.1", ["NotifyHub:Email:Smtp:Port"] = (server?.Port ?? 25).ToString(CultureInfo.InvariantCulture),
        ["NotifyHub:Email:Smtp:StartTls"] = "false", ["NotifyHub:Email:Smtp:From"] = "hub@example.com",
    });

    [Fact]
    public async Task A_mail_of_a_type_leaves_that_type_and_nothing_else()
    {
        await using var server = new MailCatcher();
        await using var rig = await OpenAsync(server);
        var device = await PersonAsync(rig);
        var id = (await rig.StoreAsync([device], d => d.Category = "jobs", message: new PushMessage { Title = "Done", Body = "It is." }))[0];
        await rig.Gate.WriteAsync(session => session.Prepare("update notifications set type = @t where id = (select notification_id from deliveries where id = @id)").Bind("job.completed", id).ExecuteAsync());
        rig.Wake();
        await rig.UntilAsync(id, DeliveryStatus.Sent);
        Assert.True(server.Mails.TryDequeue(out var caught));
        var mail = Parse(caught!);
        var person = await rig.ReadAsync(db => db.People.Where(p => p.UserId == "ada").Select(p => p.Id).SingleAsync());
        var link = mail.Headers["List-Unsubscribe"]!.Trim('<', '>');
        Assert.Equal(new UnsubscribeWish(DeliveryRig.ProjectId, person, "job.completed", IsType: true), rig.Services.GetRequiredService<UnsubscribeLinks>().Read(link[(link.LastIndexOf('/') + 1)..]));
        var choices = System.Text.RegularExpressions.Regex.Match(mail.TextBody!, "https://hub\\.example\\.com/preferences/(\\S+)").Groups[1].Value;
        Assert.Equal(new PreferenceHolder(DeliveryRig.ProjectId, person), rig.Services.GetRequiredService<PreferenceLinks>().Read(choices));
        Assert.Contains("/preferences/", mail.HtmlBody, StringComparison.Ordinal);
    }

    private static async Task<Device> PersonAsync(DeliveryRig rig, string email = "ada@example.com", string user = "ada", string? name = "Ada")
    {
        await ActivatorUtilities.GetServiceOrCreateInstance<PersonEndpoints>(rig.Services).KeepAsync(rig, user, email, name);
        return await rig.ReadAsync(db => db.Devices.AsNoTracking().SingleAsync(d => d.UserId == user && d.Provider == ProviderKind.Email));
    }

    private static MimeMessage Parse(CaughtMail mail) => MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(string.Join("\r\n", mail.Lines.Select(line => line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line)) + "\r\n")));

    [Fact]
    public async Task A_mail_reaches_the_server_with_every_part_in_place()
    {
        await using var server = new MailCatcher();
        await using var rig = await OpenAsync(server);
        var device = await PersonAsync(rig, name: "Åda \"L\"");
        var id = await rig.SendAsync(device, d => d.Category = "news", new PushMessage
        {
            Title = "Grüezi <Ada>", Body = "First line\nSecond & last", Data = new JsonObject { ["url"] = "https://example.com/a?b=1&c=2" },
        });
        var sent = await rig.UntilAsync(id, DeliveryStatus.Sent);

        Assert.True(server.Mails.TryDequeue(out var caught));
        Assert.Equal(("MAIL FROM:<hub@example.com>", "RCPT TO:<ada@example.com>"), (caught!.From, Assert.Single(caught.To)));
        Assert.All(caught.Lines, line => Assert.True(line.Length <= 998 && line.All(char.IsAscii), line));
        var mail = Parse(caught);
        Assert.Equal(("Grüezi <Ada>", "hub@example.com", "ada@example.com", "Åda \"L\""), (mail.Subject, mail.From.Mailboxes.Single().Address, mail.To.Mailboxes.Single().Address, mail.To.Mailboxes.Single().Name));
        Assert.Equal(($"{RowId.Format(RowId.Delivery, id)}@example.com", mail.MessageId), (mail.MessageId, sent.ProviderMessageId));
        Assert.Equal(("auto-generated", "List-Unsubscribe=One-Click"), (mail.Headers["Auto-Submitted"], mail.Headers["List-Unsubscribe-Post"]));
        var parts = Assert.IsType<MultipartAlternative>(mail.Body);
        Assert.Equal(["text/plain utf-8", "text/html utf-8"], parts.Cast<TextPart>().Select(p => $"{p.ContentType.MimeType} {p.ContentType.Charset}"));
        Assert.Contains("Grüezi <Ada>\r\n\r\nFirst line\r\nSecond & last\r\n\r\nhttps://example.com/a?b=1&c=2", mail.TextBody!.ReplaceLineEndings("\r\n"), StringComparison.Ordinal);
        Assert.Contains("<h1>Gr&#252;ezi &lt;Ada&gt;</h1><p>First line<br>Second &amp; last</p>", mail.HtmlBody!, StringComparison.Ordinal);
        Assert.Contains("href=\"https://example.com/a?b=1&amp;c=2\"", mail.HtmlBody!, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme:dark", mail.HtmlBody!, StringComparison.Ordinal);
        var link = mail.Headers["List-Unsubscribe"]!.Trim('<', '>');
        Assert.StartsWith("https://hub.example.com/unsubscribe/", link, StringComparison.Ordinal);
        var wish = rig.Services.GetRequiredService<UnsubscribeLinks>().Read(link[(link.LastIndexOf('/') + 1)..])!;
        Assert.Equal((DeliveryRig.ProjectId, "news", false), (wish.ProjectId, wish.Of, wish.IsType));
        Assert.Contains(link, mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_may_leave_carries_no_link()
    {
        await using var server = new MailCatcher();
        await using var rig = await OpenAsync(server);
        await rig.UntilAsync(await rig.SendAsync(await PersonAsync(rig)), DeliveryStatus.Sent);
        Assert.True(server.Mails.TryDequeue(out var caught));
        Assert.Null(Parse(caught!).Headers["List-Unsubscribe"]);
    }

    [Fact]
    public async Task An_unknown_mailbox_retires_the_endpoint_and_the_address_gets_nothing_more_from_this_project()
    {
        await using var server = new MailCatcher { Refusal = "550 5.1.1 no such user here" };
        await using var rig = await OpenAsync(server);
        var (ada, twin) = (await PersonAsync(rig), await PersonAsync(rig, "ADA@example.com", "twin"));
        var failed = await rig.UntilAsync(await rig.SendAsync(ada), DeliveryStatus.Failed);
        Assert.Equal(("5.1.1", DeliveryReason.TokenDead), (failed.Error, failed.Reason));
        Assert.Equal((DeviceStatus.Retired, "5.1.1"), await rig.ReadAsync(async db => { var d = await db.Devices.SingleAsync(d => d.Id == ada.Id); return (d.Status, d.RetiredReason); }));
        server.Refusal = null;
        Assert.Equal("suppressed_hard_bounce", (await rig.UntilAsync(await rig.SendAsync(twin), DeliveryStatus.Failed)).Error);
        Assert.Empty(server.Mails);

        var suppressions = rig.Services.GetRequiredService<MailSuppressions>();
        var row = Assert.Single(await suppressions.PageAsync(DeliveryRig.ProjectId, null, 10));
        Assert.Equal(("example.com", "hard_bounce", "5.1.1"), (row.Domain, row.Reason, row.Code));
        Assert.False(await suppressions.RemoveAsync(2, row.Id, "test"));
        Assert.True(await suppressions.RemoveAsync(DeliveryRig.ProjectId, row.Id, "test"));
        await rig.UntilAsync(await rig.SendAsync(ada), DeliveryStatus.Sent);
    }

    [Theory]
    [InlineData("550 5.7.1 blocked by policy", "5.7.1")]
    [InlineData("554 refused", "smtp_554")]
    public async Task A_refusal_of_this_mail_ends_it_and_keeps_the_address(string refusal, string code)
    {
        await using var server = new MailCatcher { Refusal = refusal };
        await using var rig = await OpenAsync(server);
        var device = await PersonAsync(rig);
        var failed = await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Failed);
        Assert.Equal((code, DeliveryReason.ContentBad), (failed.Error, failed.Reason));
        Assert.Equal(DeviceStatus.Active, await rig.ReadAsync(db => db.Devices.Where(d => d.Id == device.Id).Select(d => d.Status).SingleAsync()));
        Assert.Empty(await rig.Services.GetRequiredService<MailSuppressions>().PageAsync(DeliveryRig.ProjectId, null, 10));
    }

    [Fact]
    public async Task What_is_put_off_is_tried_again_by_the_ladder_under_the_same_message_id()
    {
        var time = new ManualTime();
        await using var server = new MailCatcher { PutOff = 1 };
        await using var rig = await OpenAsync(server, time);
        var id = await rig.SendAsync(await PersonAsync(rig));
        var waiting = await rig.UntilAsync(id, DeliveryStatus.Retrying);
        Assert.InRange((waiting.DueAt - time.GetUtcNow()).TotalSeconds, 40, 80);
        time.Advance(TimeSpan.FromMinutes(2));
        rig.Wake();
        await rig.UntilAsync(id, DeliveryStatus.Sent);
        Assert.True(server.Mails.TryDequeue(out var caught));
        Assert.StartsWith(RowId.Format(RowId.Delivery, id), Parse(caught!).MessageId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_server_the_mail_is_kept_in_the_outbox_once()
    {
        await using var rig = await OpenAsync();
        var device = await PersonAsync(rig);
        var id = await rig.SendAsync(device, message: new PushMessage { Title = "Kept", Body = "here" });
        await rig.UntilAsync(id, DeliveryStatus.Sent);
        var outbox = rig.Services.GetRequiredService<MailOutbox>();
        var row = Assert.Single(await outbox.PageAsync(DeliveryRig.ProjectId, false, null, 10));
        Assert.Equal(("Kept", "ada@example.com", id), (row.Subject, row.Recipient, row.DeliveryId));
        Assert.Contains("multipart/alternative", (await outbox.FindAsync(DeliveryRig.ProjectId, false, row.Id))!.Source, StringComparison.Ordinal);
        Assert.Null(await outbox.FindAsync(2, true, row.Id));
        await outbox.KeepAsync(new OutboxMail { ProjectId = DeliveryRig.ProjectId, DeliveryId = id, Recipient = "x", Subject = "again", Source = "" }, default);
        Assert.Single(await outbox.PageAsync(DeliveryRig.ProjectId, false, null, 10));
    }

    [Theory]
    [InlineData("Hello\r\nBcc: victim@example.com")]
    [InlineData("Hello\nX-Injected: 1")]
    [InlineData("Hello\rX-Injected: 1")]
    [InlineData("Hello\0X-Injected: 1")]
    [InlineData("Hello\u2028X-Injected: 1")]
    [InlineData("=?utf-8?Q?Hello=0D=0AX-Injected:=201?=")]
    [InlineData("Hello\r\n\r\n<script>alert(1)</script>")]
    public void No_word_of_a_message_or_a_name_opens_a_header(string evil)
    {
        var letter = MailLetter.Of(new PushMessage { Title = evil, Body = evil }, evil, new MailLinks("https://hub.example.com/unsubscribe/x", "https://hub.example.com/preferences/x"));
        using var bytes = new MemoryStream();
        MailForm.Of(letter, new MailEnvelope("dlv_1", evil, "hub@example.com", evil, "ada@example.com", "https://hub.example.com/unsubscribe/x", DateTimeOffset.UnixEpoch)).WriteTo(bytes);
        bytes.Position = 0;
        var mail = MimeMessage.Load(bytes);
        Assert.Equal(
            ["Auto-Submitted", "Date", "From", "List-Unsubscribe", "List-Unsubscribe-Post", "Message-Id", "MIME-Version", "Subject", "To"],
            mail.Headers.Select(h => h.Field).Order(StringComparer.OrdinalIgnoreCase));
        Assert.Equal(("ada@example.com", "hub@example.com"), (Assert.Single(mail.To.Mailboxes).Address, Assert.Single(mail.From.Mailboxes).Address));
        Assert.DoesNotContain("<script>", mail.HtmlBody!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://example.com/\r\nx")]
    [InlineData("/relative")]
    public void Only_a_web_address_becomes_a_button(string url) =>
        Assert.DoesNotContain("class=\"go\"", MailLetter.Of(new PushMessage { Title = "x", Data = new JsonObject { ["url"] = url } }, "p", null).Html, StringComparison.Ordinal);

    [Fact]
    public async Task A_link_that_was_changed_or_is_over_reads_as_nothing()
    {
        var time = new ManualTime();
        await using var rig = await OpenAsync(time: time);
        var links = rig.Services.GetRequiredService<UnsubscribeLinks>();
        var wish = new UnsubscribeWish(1, 7, "a|b");
        var token = links.Make(wish);
        Assert.Equal(wish, links.Read(token));
        Assert.Null(links.Read(links.Make(wish with { PersonId = 8 }).Split('.')[0] + "." + token.Split('.')[1]));
        Assert.All(new[] { "", ".", "a.b", token + "x", token[..^4], new string('a', 2000) }, bad => Assert.Null(links.Read(bad)));
        // A type is no category, and what one link opens no other does.
        var type = wish with { Of = "job.completed", IsType = true };
        Assert.Equal(type, links.Read(links.Make(type)));
        Assert.NotEqual(links.Make(type).Split('.')[1], links.Make(type with { IsType = false }).Split('.')[1]);
        var choices = rig.Services.GetRequiredService<PreferenceLinks>();
        var own = choices.Make(new PreferenceHolder(1, 7), PreferenceLinks.OnPage);
        Assert.Equal(new PreferenceHolder(1, 7), choices.Read(own));
        Assert.Null(choices.Read(token));
        Assert.Null(links.Read(own));
        Assert.All(new[] { new PreferenceHolder(1, 8), new PreferenceHolder(2, 7) }, other => Assert.Null(choices.Read(choices.Make(other, PreferenceLinks.OnPage).Split('.')[0] + "." + own.Split('.')[1])));
        time.Advance(TimeSpan.FromDays(2));
        Assert.Null(choices.Read(own));
        Assert.Equal(type, links.Read(links.Make(type)));
        time.Advance(TimeSpan.FromDays(399));
        Assert.Null(links.Read(token));
    }
}

internal static class PersonOfRig
{
    /// <summary>A person with the endpoints of a mail address.</summary>
    public static Task KeepAsync(this PersonEndpoints endpoints, DeliveryRig rig, string user, string email, string? name) => rig.Gate.WriteAsync(async session =>
    {
        var now = rig.Time.GetUtcNow();
        await session.Prepare("insert into people (id, project_id, user_id, email, name, has_endpoints, created_at, updated_at) values (@id, @project, @user, @email, @name, 1, @now, @now)")
            .Bind(rig.Ids.Next(), DeliveryRig.ProjectId, user, email, name, now).ExecuteAsync();
        await endpoints.KeepAsync(session, DeliveryRig.ProjectId, [new PersonAddresses(user, email, null)], now);
    });
}
