using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.Providers;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.Settings;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Components.Pages.Providers;

public sealed class DeliverySettingsCardTests : IAsyncLifetime
{
    private TestHub _hub = null!;
    private TestMember _member = null!;
    private BunitContext _context = null!;

    private SettingsDesk Desk => _hub.Services.GetRequiredService<SettingsDesk>();

    public async Task InitializeAsync()
    {
        _hub = await TestHub.StartAsync();
        _member = await TestMember.JoinAsync(_hub, ProjectRole.Admin);
        _context = new BunitContext();
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Services.AddFallbackServiceProvider(_member.Services);
    }

    public async Task DisposeAsync()
    {
        await _context.DisposeAsync();
        await _member.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task What_is_typed_is_stored_and_holds_and_what_is_not_follows_the_defaults_that_stand_there()
    {
        var card = Show();
        Assert.Contains("All defaults", card.Markup, StringComparison.Ordinal);
        Assert.Equal(("60", "10", "90", "100", "50"), (Default(card, "rest"), Default(card, "invalid-rate"), Default(card, "stale"), Default(card, "limit-apns-burst"), Default(card, "limit-apns-rate")));

        card.Find("#rest").Change("120");
        card.Find("#invalid-rate").Change("7,5");
        card.Find("#quarantine").Change("on");
        card.Find("#limit-fcm-burst").Change("500");
        card.Find("#limit-fcm-rate").Change("250");
        card.Find("#limit-apns-rate").Change("0");
        await PressAsync(card, "Save settings");

        card.WaitForAssertion(() => Assert.Contains("Changed", card.Find(".badge").TextContent, StringComparison.Ordinal));
        var (own, rules, _) = await Desk.ReadAsync(_hub.ProjectId);
        Assert.Equal((120, 0.075, true), (own.Quarantine!.Seconds, own.Throttle!.InvalidRate, own.Quarantine.Enabled));
        Assert.Equal((500, 250, true, 50), (rules.Limits[ProviderKind.Fcm].Capacity, rules.Limits[ProviderKind.Fcm].PerSecond, rules.Limits[ProviderKind.Apns].IsUnlimited, rules.Limits[ProviderKind.WebPush].PerSecond));
        Assert.Null(own.Breaker);
        Assert.Equal("120", Show().Find("#rest").GetAttribute("value"));

        await PressAsync(card, "Back to the defaults");
        await PressAsync(card, "Forget these settings");
        card.WaitForAssertion(() => Assert.Contains("All defaults", card.Find(".badge").TextContent, StringComparison.Ordinal));
        Assert.Equal(new DeliverySettings(), (await Desk.ReadAsync(_hub.ProjectId)).Own);
    }

    [Fact]
    public async Task Each_wrong_field_says_what_is_wrong_with_it_and_nothing_is_stored()
    {
        var card = Show();
        card.Find("#rest").Change("soon");
        card.Find("#limit-fcm-burst").Change("500");
        await PressAsync(card, "Save settings");
        Assert.Equal(["Burst and rate go together.", "A whole number is needed."], card.FindAll("table .field-error, .field .field-error").Select(e => e.TextContent));

        card.Find("#rest").Change("1");
        card.Find("#limit-fcm-burst").Change("");
        card.Find("#invalid-rate").Change("200");
        await PressAsync(card, "Save settings");
        card.WaitForAssertion(() => Assert.Equal(["1 to 100 is allowed.", "5 to 3600 is allowed."], card.FindAll(".field .field-error").Select(e => e.TextContent)));
        Assert.Equal(new DeliverySettings(), (await Desk.ReadAsync(_hub.ProjectId)).Own);
    }

    [Fact]
    public void Who_may_only_look_sees_closed_fields_and_no_button()
    {
        var card = _context.Render<DeliverySettingsCard>(p => p.Add(c => c.MayChange, false));
        Assert.All(card.WaitForElements("fieldset"), group => Assert.True(group.HasAttribute("disabled")));
        Assert.Empty(card.FindAll("button"));
    }

    [Fact]
    public async Task A_role_that_was_lost_meanwhile_changes_nothing()
    {
        var card = Show();
        await _member.BecomeAsync(ProjectRole.Viewer);
        card.Find("#rest").Change("120");
        await PressAsync(card, "Save settings");
        Assert.Equal(new DeliverySettings(), (await Desk.ReadAsync(_hub.ProjectId)).Own);
    }

    private IRenderedComponent<DeliverySettingsCard> Show()
    {
        var card = _context.Render<DeliverySettingsCard>(p => p.Add(c => c.MayChange, true));
        card.WaitForElement("#rest");
        return card;
    }

    private static string? Default(IRenderedComponent<DeliverySettingsCard> card, string id) => card.Find($"#{id}").GetAttribute("placeholder");

    private static Task PressAsync(IRenderedComponent<DeliverySettingsCard> card, string words) =>
        card.FindAll("button").Single(button => button.TextContent == words).ClickAsync(new());
}
