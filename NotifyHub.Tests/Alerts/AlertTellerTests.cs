using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NotifyHub.Alerts;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Egress;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Alerts;

/// <summary>Over a real store, a real mail server on loopback and a real receiver.</summary>
public sealed class AlertTellerTests : IAsyncLifetime
{
    private const long Project = 7;
    private readonly ManualTime _clock = new();
    private readonly MailCatcher _mail = new();
    private readonly WebhookCatcher _hook = new();
    private TempStore _store = null!;
    private AlertBook _book = null!;
    private AlertSettingsDesk _desk = null!;
    private AlertTeller _teller = null!;

    public async Task InitializeAsync()
    {
        _store = await TempStore.OpenAsync();
        await _hook.StartAsync();
        _book = new AlertBook(_store.Ids, _clock);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("NotifyHub:Egress:AllowedHosts:0", "127.0.0.1")]).Build();
        var egress = new ServiceCollection().AddEgress(configuration).BuildServiceProvider().GetRequiredService<IEgress>();
        _desk = new AlertSettingsDesk(_store.Contexts, _store.Gate, new AuditLog(_store.Ids, _clock), new PlainBox(), egress, _clock);
        var smtp = Options.Create(new SmtpOptions { Host = "127.0.0.1", Port = _mail.Port, StartTls = false, From = "hub@example.com" });
        var options = Options.Create(new AlertingOptions { Operators = ["root@example.com"] });
        _teller = new AlertTeller(_store.Contexts, _store.Gate, _store.Ids, new AlertPost(egress, new MailDoor(), smtp, _desk, _clock), options, _clock);
        await _store.Gate.WriteAsync(ProjectScope.Of(Project), (db, _) => Task.FromResult(db.Projects.Add(new Project { Id = Project, Name = "Acme\r\nBcc: eve@example.com", CreatedAt = _clock.GetUtcNow() })));
    }

    public async Task DisposeAsync()
    {
        await _mail.DisposeAsync();
        await _hook.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task The_opening_is_told_once_and_the_end_once_it_has_stayed()
    {
        var secret = await SetAsync(["ann@example.com", "bob@example.com"], _hook.Url);
        await RaiseAsync("Five calls in a row failed.");
        await _teller.RunAsync(CancellationToken.None);
        await RaiseAsync("Six calls in a row failed.");
        await _teller.RunAsync(CancellationToken.None);
        Assert.Equal(["RCPT TO:<ann@example.com>", "RCPT TO:<bob@example.com>"], _mail.Mails.Select(m => m.To.Single()).Order());

        await ResolveAsync();
        await _teller.RunAsync(CancellationToken.None);
        Assert.Equal(2, _mail.Mails.Count);
        _clock.Advance(AlertBook.Settles);
        await _teller.RunAsync(CancellationToken.None);
        await _teller.RunAsync(CancellationToken.None);

        Assert.Equal(4, _mail.Mails.Count);
        Assert.Contains(_mail.Mails.Last().Headers, h => h.Contains("Over: APNs is in quarantine", StringComparison.Ordinal));
        Assert.Equal(["alert.opened", "alert.resolved"], _hook.Posts.Select(p => JsonNode.Parse(p.Body)!["type"]!.GetValue<string>()));
        Assert.All(_hook.Posts, p => Assert.Equal(WebhookSignature.Sign(secret!, p.Id, DateTimeOffset.FromUnixTimeSeconds(long.Parse(p.Timestamp, System.Globalization.CultureInfo.InvariantCulture)), p.Body), p.Signature));
    }

    [Fact]
    public async Task A_trouble_that_flaps_is_told_of_once()
    {
        await SetAsync(["ann@example.com"], null);
        for (var i = 0; i < 6; i++)
        {
            await RaiseAsync("x");
            await _teller.RunAsync(CancellationToken.None);
            await ResolveAsync();
            _clock.Advance(TimeSpan.FromSeconds(40));
            await _teller.RunAsync(CancellationToken.None);
        }
        Assert.Single(_mail.Mails);
    }

    [Fact]
    public async Task What_is_not_taken_is_tried_again_with_the_same_id_and_bytes_and_the_rest_is_not_told_twice()
    {
        await SetAsync(["ann@example.com"], _hook.Url);
        (_mail.PutOff, _hook.Refuse) = (1, 2);
        await RaiseAsync("x");
        await _teller.RunAsync(CancellationToken.None);
        Assert.Empty(_mail.Mails);
        var failed = await MessagesAsync();
        Assert.All(failed, m => Assert.NotNull(m.Error));
        Assert.Contains("answered 500", failed.Single(m => m.Channel == AlertChannel.Webhook).Error, StringComparison.Ordinal);

        foreach (var wait in AlertTeller.Waits.Take(3))
        {
            _clock.Advance(wait);
            await _teller.RunAsync(CancellationToken.None);
        }
        Assert.Single(_mail.Mails);
        Assert.Equal(3, _hook.Posts.Count);
        Assert.Single(_hook.Posts.Select(p => (p.Id, p.Body)).Distinct());
        Assert.All(await MessagesAsync(), m => Assert.Null(m.DueAt));
    }

    [Fact]
    public async Task Tries_end()
    {
        await SetAsync([], _hook.Url);
        _hook.Refuse = int.MaxValue;
        await RaiseAsync("x");
        for (var i = 0; i < AlertTeller.Waits.Count + 3; i++)
        {
            await _teller.RunAsync(CancellationToken.None);
            _clock.Advance(TimeSpan.FromHours(11));
        }
        Assert.Equal(AlertTeller.Waits.Count + 1, _hook.Posts.Count);
        var message = Assert.Single(await MessagesAsync());
        Assert.Equal((null, null), (message.DueAt, message.SentAt));
    }

    [Fact]
    public async Task A_line_break_in_a_name_begins_no_header()
    {
        await SetAsync(["ann@example.com"], null);
        await RaiseAsync("x");
        await _teller.RunAsync(CancellationToken.None);
        var mail = Assert.Single(_mail.Mails);
        Assert.DoesNotContain(mail.Headers, h => h.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(mail.Lines, l => l.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Nobody_to_tell_is_no_fault_and_the_installation_s_go_to_the_operators()
    {
        await RaiseAsync("x");
        await _store.Gate.WriteAsync(session => _book.RaiseAsync(session, new AlertFact(0, AlertKind.JobFailed, "device_stale", "x")));
        await _teller.RunAsync(CancellationToken.None);
        Assert.Equal("RCPT TO:<root@example.com>", Assert.Single(_mail.Mails).To.Single());
        await using var db = _store.Contexts.Open(ProjectScope.Of(Project));
        Assert.NotNull((await db.Alerts.SingleAsync()).ToldAt);
    }

    [Theory]
    [InlineData("no address", "/emails/0")]
    [InlineData("ann@example.com\r\nBcc: eve@example.com", "/emails/0")]
    [InlineData("ann@example.com ", "/emails/0")]
    [InlineData("änn@example.com", "/emails/0")]
    public async Task Wrong_addresses_are_refused(string address, string pointer)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => _desk.SaveAsync(ProjectAdmin.System(Project), new AlertWish([address], null, null)));
        Assert.Equal(pointer, Assert.Single(refused.Faults).Pointer);
    }

    [Fact]
    public void The_signature_is_that_of_Standard_Webhooks() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), "{\"test\": 2432232314}"));

    [Fact]
    public void Every_kind_has_words() =>
        Assert.All(Enum.GetValues<AlertKind>(), kind => Assert.NotEmpty(AlertWords.Title(kind, "apns")));

    private async Task<string?> SetAsync(IReadOnlyList<string> emails, string? url) => (await _desk.SaveAsync(ProjectAdmin.System(Project), new AlertWish(emails, url, null))).NewSecret;

    private Task RaiseAsync(string detail) => _store.Gate.WriteAsync(session => _book.RaiseAsync(session, new AlertFact(Project, AlertKind.Quarantined, "apns", detail)));

    private Task ResolveAsync() => _store.Gate.WriteAsync(session => _book.ResolveAsync(session, Project, AlertKind.Quarantined, "apns"));

    private async Task<List<AlertMessage>> MessagesAsync()
    {
        await using var db = _store.Contexts.Open(ProjectScope.Of(Project));
        return await db.AlertMessages.AsNoTracking().ToListAsync();
    }
}
