using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Sandbox;

/// <summary>Phone to hub, hub to vendor, vendor to phone, and the phone's word back to the hub.</summary>
public sealed class WholeWayTests : IAsyncLifetime
{
    private TestHub _hub = null!;

    public async Task InitializeAsync()
    {
        _hub = await TestHub.StartAsync();
        var vault = _hub.Services.GetRequiredService<CredentialVault>();
        foreach (var provider in ProviderNames.Supported)
        {
            var (config, secret) = UploadForm.Of(_hub.Sandbox.Credentials, provider.Wire());
            var stored = await vault.StoreAsync(ProjectAdmin.System(_hub.ProjectId), new NewCredential(provider, config, secret, Activate: true));
            Assert.Equal(CredentialState.Active, stored.State);
        }

        _hub.Sandbox.Phones.DefaultHub = new HubLink(_hub.Url, await _hub.NewKeyAsync(_hub.ProjectId, ApiScopes.None, ApiKeyKind.Publishable));
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task A_push_reaches_a_phone_of_every_kind_and_their_acks_and_the_tap_come_back()
    {
        var phones = Enum.GetValues<PhonePlatform>().Select(platform => _hub.Sandbox.Phones.Add(new PhoneSpec(platform, platform.ToString()) { RegistersItself = true })).ToList();
        await UntilAsync(() => phones.TrueForAll(phone => phone.DeviceId is not null));

        using var answer = await _hub.Client.PostAsJsonAsync("/v1/push/send", new { to = phones.Select(phone => phone.DeviceId), title = "Shipped", body = "On its way" });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var tickets = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("tickets").EnumerateArray()
            .ToDictionary(ticket => ticket.GetProperty("device").GetString()!, ticket => ticket.GetProperty("id").GetString());
        await UntilAsync(() => phones.TrueForAll(phone => phone.Unread == 1));
        Assert.All(phones, phone => Assert.Equal(tickets[phone.DeviceId!], phone.Messages[0].Push.MsgId));

        Assert.True(phones[0].Tap());
        await UntilAsync(() => phones.TrueForAll(phone => phone.OutboxCount == 0));

        foreach (var phone in phones)
        {
            var delivery = await _hub.Client.GetFromJsonAsync<JsonElement>($"/v1/deliveries/{tickets[phone.DeviceId!]}");
            Assert.True(Has(delivery, "ackedAt"));
            Assert.Equal(phone == phones[0], Has(delivery, "openedAt"));
        }
    }

    [Fact]
    public async Task A_reinstalled_app_keeps_its_device_and_receives_again()
    {
        var phone = _hub.Sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Android, "A") { RegistersItself = true });
        await UntilAsync(() => phone.DeviceId is not null);
        var device = phone.DeviceId;
        phone.Uninstall();
        phone.Reinstall();
        await UntilAsync(() => phone.OutboxCount == 0);

        using var answer = await _hub.Client.PostAsJsonAsync("/v1/push/send", new { to = device, title = "Welcome back" });
        await UntilAsync(() => phone.Unread == 1);

        Assert.Equal(device, phone.DeviceId);
    }

    private static bool Has(JsonElement answer, string name) => answer.GetProperty(name).ValueKind != JsonValueKind.Null;

    private async Task UntilAsync(Func<bool> isSo)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
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

        void Look(Phone? phone)
        {
            if (isSo())
            {
                reached.TrySetResult();
            }
        }
    }
}
