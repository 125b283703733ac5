using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Pipeline.Feedback.Receipts;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Sandbox;

/// <summary>The whole way over a relay: API, Expo's twin, phone, the phone's word back; and a quarter of an hour later what the relay says became of it.</summary>
public sealed class ExpoWholeWayTests : IAsyncLifetime
{
    private readonly ShiftedClock _clock = new();
    private TestHub _hub = null!;

    public async Task InitializeAsync()
    {
        _hub = await TestHub.StartAsync(services: services => services.AddSingleton<TimeProvider>(_clock));
        var (config, secret) = UploadForm.Of(_hub.Sandbox.Credentials, "expo");
        var stored = await _hub.Services.GetRequiredService<CredentialVault>().StoreAsync(
            ProjectAdmin.System(_hub.ProjectId), new NewCredential(ProviderKind.Expo, config, secret, Activate: true));
        Assert.Equal((CredentialState.Active, "ok"), (stored.State, stored.ProbeVerdict));
        _hub.Sandbox.Phones.DefaultHub = new HubLink(_hub.Url, await _hub.NewKeyAsync(_hub.ProjectId, ApiScopes.None, ApiKeyKind.Publishable));
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task A_push_is_seen_acknowledged_and_later_confirmed_by_the_relay()
    {
        var phone = await PhoneAsync();
        var ticket = (await SendAsync(phone))[0];
        await UntilAsync(() => phone.Unread == 1 && phone.OutboxCount == 0);
        var sent = await UntilAsync(ticket, d => Text(d, "status") == "sent");
        Assert.Equal("waiting", Text(sent, "relayReceipt"));
        Assert.True(Has(sent, "ackedAt"));

        _clock.Ahead = TimeSpan.FromMinutes(15);
        await PollAsync();

        var confirmed = await UntilAsync(ticket, d => Text(d, "relayReceipt") == "ok");
        Assert.Equal("sent", Text(confirmed, "status"));
        Assert.Equal([(1, false, "Accepted"), (1, true, "Accepted")], confirmed.GetProperty("attempts").EnumerateArray()
            .Select(a => (a.GetProperty("attempt").GetInt32(), a.GetProperty("isReceipt").GetBoolean(), Text(a, "outcome"))));
        Assert.Equal(0, confirmed.GetProperty("retryCount").GetInt32());
    }

    [Fact]
    public async Task A_removed_app_retires_its_device_by_the_receipt()
    {
        var phone = await PhoneAsync();
        phone.Uninstall();
        var ticket = (await SendAsync(phone))[0];
        await UntilAsync(ticket, d => Text(d, "status") == "sent");

        _clock.Ahead = TimeSpan.FromMinutes(15);
        await PollAsync();

        var failed = await UntilAsync(ticket, d => Text(d, "status") == "failed");
        Assert.Equal(("TokenDead", "DeviceNotRegistered", "error", "DeviceNotRegistered"), (Text(failed, "reason"), Text(failed, "error"), Text(failed, "relayReceipt"), Text(failed, "relayReceiptError")));
        Assert.DoesNotContain(phone.Token, failed.GetRawText());
        var device = await _hub.Client.GetFromJsonAsync<JsonElement>($"/v1/push/tokens/{phone.DeviceId}");
        Assert.Equal("retired", Text(device, "status"));
    }

    [Fact]
    public async Task A_hundred_devices_are_one_request_or_a_few_and_each_has_its_own_ticket()
    {
        var phones = new List<Phone>();
        for (var i = 0; i < 100; i++)
        {
            phones.Add(_hub.Sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Expo, $"Phone {i}") { RegistersItself = true }));
        }
        await UntilAsync(() => phones.TrueForAll(phone => phone.DeviceId is not null));
        phones[3].SetScript(FaultScript.Parse("f400.MessageTooBig"));

        var tickets = await SendAsync([.. phones]);

        for (var i = 0; i < 100; i++)
        {
            await UntilAsync(tickets[i], d => Text(d, "status") == (i == 3 ? "failed" : "sent"));
        }
        Assert.Equal(99, phones.Count(phone => phone.Messages.Count == 1));
    }

    private async Task<Phone> PhoneAsync()
    {
        var phone = _hub.Sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Expo, "Iris's phone") { RegistersItself = true });
        await UntilAsync(() => phone.DeviceId is not null);
        return phone;
    }

    private async Task<List<string>> SendAsync(params Phone[] phones)
    {
        using var answer = await _hub.Client.PostAsJsonAsync("/v1/push/send", new { to = phones.Select(phone => phone.DeviceId), title = "Shipped", body = "On its way" });
        var tickets = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("tickets").EnumerateArray()
            .ToDictionary(ticket => ticket.GetProperty("device").GetString()!, ticket => ticket.GetProperty("id").GetString()!);
        return [.. phones.Select(phone => tickets[phone.DeviceId!])];
    }

    private Task PollAsync() => _hub.Services.GetRequiredService<ReceiptPollJob>().RunAsync(CancellationToken.None);

    private async Task<JsonElement> UntilAsync(string delivery, Func<JsonElement, bool> fits)
    {
        var feed = _hub.Services.GetRequiredService<NotifyHub.Data.ChangeFeed>();
        // Not disposed of: a commit may be telling it in the moment in which we let go.
        var changed = new SemaphoreSlim(0);
        void Release(NotifyHub.Data.HubChange _) => changed.Release();
        feed.Changed += Release;
        try
        {
            while (true)
            {
                var found = await _hub.Client.GetFromJsonAsync<JsonElement>($"/v1/deliveries/{delivery}");
                if (fits(found))
                {
                    return found;
                }
                Assert.True(await changed.WaitAsync(TimeSpan.FromSeconds(30)), found.ToString());
            }
        }
        finally
        {
            feed.Changed -= Release;
        }
    }

    private async Task UntilAsync(Func<bool> isSo)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(Phone? phone)
        {
            if (isSo())
            {
                reached.TrySetResult();
            }
        }
        _hub.Sandbox.Phones.Changed += Look;
        try
        {
            Look(null);
            await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            _hub.Sandbox.Phones.Changed -= Look;
        }
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).ValueKind == JsonValueKind.String ? element.GetProperty(name).GetString() : null;

    private static bool Has(JsonElement element, string name) => element.GetProperty(name).ValueKind != JsonValueKind.Null;
}
