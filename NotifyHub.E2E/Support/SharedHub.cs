using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NotifyHub.Alerts;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.People;
using NotifyHub.Insights.Topics;
using NotifyHub.Pipeline.Channels.Email;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Pipeline.Feedback.Receipts;
using NotifyHub.Sandbox.Credentials;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Support;

namespace NotifyHub.E2E.Support;

/// <summary>The app that all journeys share: the sandbox beside it, and working credentials for its vendors.</summary>
public sealed class SharedHub : IAsyncLifetime
{
    private TestHub _hub = null!;
    private HubLink _link = null!;
    private string? _session;

    /// <summary>A place that may be reached and where nothing is: it answers 404.</summary>
    public string NowhereUrl => $"{_hub.Sandbox.Addresses.Http.ToString().TrimEnd('/')}/nothing-here";

    /// <summary>http://127.0.0.1:port/</summary>
    public Uri Url => _hub.Url;
    /// <summary>The owner's e-mail.</summary>
    public string OwnerEmail => _hub.OwnerEmail;
    /// <summary>The owner's password.</summary>
    public string OwnerPassword => _hub.OwnerPassword;
    /// <summary>What the vendors' twins take.</summary>
    public SandboxCredentials Credentials => _hub.Sandbox.Credentials;

    /// <summary>The key that ships in apps and pages.</summary>
    public string PublishableKey => _link.PublishableKey;

    /// <summary>A project in use, for looking at pages.</summary>
    public Furniture Furniture { get; }

    /// <summary>Starts nothing yet.</summary>
    public SharedHub() => Furniture = new Furniture(this);

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _hub = await TestHub.StartAsync();
        _link = new HubLink(Url, await _hub.NewKeyAsync(_hub.ProjectId, ApiScopes.None, ApiKeyKind.Publishable));
        // Journeys script faults one beside the other: a vendor that rests after one would hold up the next.
        using (var calm = await _hub.Client.PutAsJsonAsync("/v1/projects/current/push/settings", new { quarantine = new { enabled = false } }))
        {
            Assert.True(calm.IsSuccessStatusCode, await calm.Content.ReadAsStringAsync());
        }
        await StoreAsync(ProviderKind.Apns,
            new { keyId = SandboxCredentials.KeyId, teamId = SandboxCredentials.TeamId, bundleId = SandboxCredentials.BundleId, environment = "sandbox" },
            new { p8 = Credentials.P8 });
        await StoreAsync(ProviderKind.Fcm, new { }, new { serviceAccountJson = Credentials.ServiceAccountJson() });
        await StoreAsync(ProviderKind.WebPush,
            new { subject = SandboxCredentials.Subject, publicKey = Credentials.VapidPublicKey },
            new { privateKey = Credentials.VapidPrivateKey });
        await StoreAsync(ProviderKind.Huawei, new { appId = SandboxCredentials.HuaweiAppId }, new { clientSecret = Credentials.HuaweiClientSecret });
        await StoreAsync(ProviderKind.MiPush, new { packageName = SandboxCredentials.PackageName }, new { appSecret = Credentials.MiPushAppSecret });
        await StoreAsync(ProviderKind.Expo, new { }, new { accessToken = Credentials.ExpoAccessToken });
    }

    /// <summary>Cookies of an owner's visit. The first call signs in, by the form.</summary>
    public async Task<string> OwnerSessionAsync(JourneyBrowser browser)
    {
        if (_session is null)
        {
            await using var context = await browser.NewContextAsync(Url);
            var page = await context.NewPageAsync();
            await page.SignInAsync(OwnerEmail, OwnerPassword);
            await page.ShowsAsync("Overview");
            _session = await context.StorageStateAsync();
        }
        return _session;
    }

    /// <summary>A simulated phone with a name of its own, whose app has registered with the hub.</summary>
    /// <param name="platform">Decides the vendor.</param>
    /// <param name="userId">The app's signed-in user, whom its backend names: a publishable key may not say whose device it is.</param>
    /// <param name="name">Null makes one up.</param>
    public async Task<Phone> AddPhoneAsync(PhonePlatform platform, string? userId = null, string? name = null)
    {
        name ??= $"{platform} {Guid.NewGuid().ToString("N")[..8]}";
        var spec = new PhoneSpec(platform, name) { Hub = _link, RegistersItself = true };
        var added = await WhenAsync(phone => phone.Name == name && phone.DeviceId is not null, () => _hub.Sandbox.Phones.Add(spec));
        if (userId is not null)
        {
            using var answer = await _hub.Client.PatchAsJsonAsync($"/v1/push/tokens/{added.DeviceId}", new { userId });
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
        return added;
    }

    /// <summary>Waits until the phone has this message.</summary>
    /// <param name="phone">The phone.</param>
    /// <param name="delivery">Delivery id.</param>
    public Task<Phone> ReceivedAsync(Phone phone, string delivery) =>
        WhenAsync(changed => changed == phone && phone.Messages.Any(message => message.Push.MsgId == delivery));

    /// <summary>Waits until the phone shows a message of this title.</summary>
    public Task<Phone> ShowsAsync(Phone phone, string title) => WhenAsync(changed => changed == phone && phone.Messages.Any(message => message.Push.Title == title));

    /// <summary>POST /v1/push/send with the project's server key.</summary>
    /// <param name="phones">To whom.</param>
    /// <param name="title">Title of the message.</param>
    /// <param name="more">Further fields of the body.</param>
    /// <returns>Delivery ids (<c>dlv_...</c>) in the phones' order.</returns>
    public async Task<IReadOnlyList<string>> SendAsync(IEnumerable<Phone> phones, string title, object? more = null)
    {
        var body = more is null ? [] : JsonSerializer.SerializeToNode(more, JsonSerializerOptions.Web)!.AsObject();
        body["to"] = new JsonArray([.. phones.Select(phone => JsonValue.Create(phone.DeviceId))]);
        body["title"] = title;
        body["body"] ??= "Your parcel is on its way.";
        using var answer = await _hub.Client.PostAsJsonAsync("/v1/push/send", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return [.. JsonNode.Parse(text)!["tickets"]!.AsArray().Select(ticket => ticket!["id"]!.GetValue<string>())];
    }

    /// <summary>One send to one phone.</summary>
    /// <returns>Its delivery id.</returns>
    public async Task<string> SendAsync(Phone phone, string title, object? more = null) => (await SendAsync([phone], title, more)).Single();

    /// <summary>A schedule that sends to one phone.</summary>
    public async Task ScheduleAsync(Phone phone, string name, object every)
    {
        using var answer = await _hub.Client.PostAsJsonAsync("/v1/schedules", new { name, send = new { to = phone.DeviceId, title = name }, every });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What happened in the app after a push.</summary>
    public async Task ReportAsync(string delivery, params string[] names)
    {
        var breadcrumbs = new[] { new { type = "push", data = new { msgId = delivery } } };
        using var answer = await _hub.Client.PostAsJsonAsync("/v1/events", names.Select(kind => new { kind, timestamp = DateTimeOffset.UtcNow, sessionId = "s-1", breadcrumbs }));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>An alert of the project, raised as a stage raises it.</summary>
    public Task RaiseAsync(AlertKind kind, string subject, string detail) => _hub.Services.GetRequiredService<IWriteGate>().WriteAsync(session =>
        _hub.Services.GetRequiredService<AlertBook>().RaiseAsync(session, new AlertFact(_hub.ProjectId, kind, subject, detail)));

    /// <summary>Its end.</summary>
    public Task ResolveAsync(AlertKind kind, string subject) => _hub.Services.GetRequiredService<IWriteGate>().WriteAsync(session =>
        _hub.Services.GetRequiredService<AlertBook>().ResolveAsync(session, _hub.ProjectId, kind, subject));

    /// <summary>Lets a quarter of an hour pass for these sends through a relay, which then says what became of them.</summary>
    public async Task AskReceiptsAsync(params string[] deliveries)
    {
        using var changed = new SemaphoreSlim(0);
        void Release(HubChange _) => changed.Release();
        var feed = _hub.Services.GetRequiredService<ChangeFeed>();
        feed.Changed += Release;
        foreach (var delivery in deliveries)
        {
            while (!(await _hub.Client.GetStringAsync($"/v1/push/receipts/{delivery}")).Contains("\"waiting\"", StringComparison.Ordinal))
            {
                Assert.True(await changed.WaitAsync(TimeSpan.FromSeconds(30)));
            }
        }
        feed.Changed -= Release;
        await _hub.Services.GetRequiredService<IWriteGate>().WriteAsync(async session =>
            await session.Prepare("update deliveries set receipt_due_at = @now where receipt_due_at > @now").Bind(DateTimeOffset.UtcNow.AddSeconds(-1)).ExecuteAsync());
        await _hub.Services.GetRequiredService<ReceiptPollJob>().RunAsync(CancellationToken.None);
    }

    /// <summary>A call of the project's server.</summary>
    public async Task CallAsync(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var answer = await _hub.Client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Archived copies of the items of this title, one in every half hour before, newest first: "title 1" to "title <paramref name="count"/>". As rows: by the API they would take minutes.</summary>
    public async Task MultiplyInboxItemAsync(string title, int count)
    {
        var ids = _hub.Services.GetRequiredService<HubIds>();
        var (messages, items, now) = (ids.Reserve(count), ids.Reserve(count), DateTimeOffset.UtcNow);
        await _hub.Services.GetRequiredService<IWriteGate>().WriteAsync(async session =>
        {
            await session.Prepare("""
                insert into notifications (id, project_id, payload, localized, title, preview, target, type, recipients, created_at)
                with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < @count)
                select cast(@first as bigint) + n.i, m.project_id, m.payload, m.localized, m.title || ' ' || cast(@count - n.i as text), m.preview, m.target, m.type, m.recipients, m.created_at from n, notifications m where m.title = @title
                """).Bind(count, messages, title).ExecuteAsync();
            await session.Prepare("""
                insert into inbox_items (id, project_id, person_id, notification_id, type, position, changed, created_at, archived_at)
                with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < @count)
                select cast(@first as bigint) + n.i, o.project_id, o.person_id, cast(@message as bigint) + n.i, o.type, cast(@first as bigint) + n.i, cast(@first as bigint) + n.i, o.created_at - (cast(@count as bigint) - n.i) * 1800000, @now
                from n, inbox_items o join notifications m on m.id = o.notification_id where m.title = @title
                """).Bind(count, items, messages, now, title).ExecuteAsync();
        });
    }

    /// <summary>The id by which the dashboard's pages name a user.</summary>
    public async Task<string> PersonAsync(string userId) =>
        RowId.Format(RowId.Person, await _hub.Services.GetRequiredService<PersonQueries>().IdOfAsync(_hub.ProjectId, userId) ?? throw new InvalidOperationException($"There is no {userId}."));

    /// <summary>Where a mail of this type leads its reader to get no more of it.</summary>
    public async Task<string> UnsubscribePathAsync(string userId, string type) => "/unsubscribe/" + _hub.Services.GetRequiredService<UnsubscribeLinks>().Make(new UnsubscribeWish(
        _hub.ProjectId, await _hub.Services.GetRequiredService<PersonQueries>().IdOfAsync(_hub.ProjectId, userId) ?? throw new InvalidOperationException($"There is no {userId}."), type, IsType: true));

    /// <summary>The id by which the dashboard's pages name a topic.</summary>
    public async Task<string> TopicAsync(string name) =>
        RowId.Format(RowId.Topic, (await _hub.Services.GetRequiredService<TopicQueries>().PageAsync(_hub.ProjectId, name, default, 200)).Items.Single(topic => topic.Name == name).Id);

    /// <summary>Ends the rest of a vendor, as an operator does.</summary>
    public async Task LiftAsync(string provider)
    {
        using var lifted = await _hub.Client.PostAsync($"/v1/projects/current/push/health/{provider}/lift", null);
        Assert.True(lifted.IsSuccessStatusCode, await lifted.Content.ReadAsStringAsync());
    }

    /// <summary>Speaks to the API with the project's server key.</summary>
    public HttpClient Client => _hub.Client;

    /// <summary>Speaks to the API with a key.</summary>
    public HttpClient ClientFor(string key) => _hub.ClientFor(key);

    /// <inheritdoc/>
    public async Task DisposeAsync() => await _hub.DisposeAsync();

    private Task StoreAsync(ProviderKind provider, object config, object secret) =>
        _hub.Services.GetRequiredService<CredentialVault>().StoreAsync(
            ProjectAdmin.System(_hub.ProjectId), new NewCredential(provider, JsonSerializer.Serialize(config), JsonSerializer.Serialize(secret), Activate: true));

    /// <summary>The phone of which this is true, now or after a change.</summary>
    private async Task<Phone> WhenAsync(Func<Phone, bool> isTrue, Action? begin = null)
    {
        var found = new TaskCompletionSource<Phone>(TaskCreationOptions.RunContinuationsAsynchronously);
        var phones = _hub.Sandbox.Phones;
        phones.Changed += Look;
        try
        {
            begin?.Invoke();
            foreach (var phone in phones.All())
            {
                Look(phone);
            }
            return await found.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            phones.Changed -= Look;
        }

        void Look(Phone phone)
        {
            if (isTrue(phone))
            {
                found.TrySetResult(phone);
            }
        }
    }
}
