using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.SandboxPhones;
using NotifyHub.Data.Rows;
using NotifyHub.Sandbox;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Tests.Components.Pages.SandboxPhones;

public sealed class SandboxPageTests : BunitContext, IAsyncLifetime
{
    private readonly StandInMember _member = new();
    private SandboxHost _sandbox = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(new SandboxSetup());
        JSInterop.Mode = JSRuntimeMode.Loose;
        // Has its own journey in a browser; here it would want a whole store.
        ComponentFactories.AddStub<ProducersCard>();
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<ICurrentMember>(_member);
        Services.AddSingleton(new SandboxAccess(_sandbox));
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public void Without_a_sandbox_it_says_how_to_switch_it_on()
    {
        Services.AddSingleton(new SandboxAccess(null));

        Assert.Contains("NotifyHub__Sandbox__Enabled=true", Render<SandboxPage>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_phone_can_be_added()
    {
        var page = Render<SandboxPage>();
        page.Find(".empty-state .btn").Click();
        page.Find("#add-platform").Change("Android");
        page.Find("#add-name").Change("Ben's Pixel");
        page.Find("form.add-phone").Submit();

        page.WaitForElement("article[aria-label=\"Ben's Pixel\"]");
        Assert.Equal(("Ben's Pixel", PhonePlatform.Android), (_sandbox.Phones.All()[0].Name, _sandbox.Phones.All()[0].Platform));
    }

    [Theory]
    [InlineData("Huawei", "Huawei phone", "Huawei", "android huawei")]
    [InlineData("MiPush", "Xiaomi phone", "MiPush", "android xiaomi")]
    public void Makers_of_Android_phones_have_their_name_vendor_and_look(string platform, string name, string vendor, string look)
    {
        var page = Render<SandboxPage>();
        page.Find(".empty-state .btn").Click();
        page.Find("#add-platform").Change(platform);
        page.Find("form.add-phone").Submit();

        var card = page.WaitForElement($"article[aria-label=\"{name}\"]");
        Assert.Equal(vendor, card.QuerySelector("header .badge")!.TextContent);
        Assert.Contains(look, card.QuerySelector(".device")!.ClassName, StringComparison.Ordinal);
        _sandbox.Phones.All()[0].Deliver(Push());
        page.WaitForElement(".notice .face").Click();
        page.WaitForAssertion(() => Assert.Equal(PhoneMessageState.Opened, _sandbox.Phones.All()[0].Messages[0].State));
    }

    [Fact]
    public void What_arrives_shows_by_itself_and_a_tap_opens_it()
    {
        var phone = Add(PhonePlatform.Ios);
        var page = Render<SandboxPage>();
        phone.Deliver(Push());

        page.WaitForElement(".notice");
        Assert.Equal("Shipped", page.Find(".notice .title").TextContent);
        page.Find(".notice .face").Click();

        page.WaitForState(() => page.FindAll(".notice").Count == 0);
        Assert.Equal(PhoneMessageState.Opened, phone.Messages[0].State);
        Assert.Contains("Opened", page.Find(".history").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notices_are_dismissed_answered_by_button_and_replied_to()
    {
        var phone = Add(PhonePlatform.Web);
        phone.Deliver(Push("a"));
        phone.Deliver(Push("b"));
        phone.Deliver(Push("c"));
        var page = Render<SandboxPage>();
        // Found and pressed in one turn of the renderer: a render in between would leave a handler that is gone.

        await page.InvokeAsync(() => page.Find(".notice:nth-child(3) .away").Click());
        await page.InvokeAsync(() => Button(page, ".notice:nth-child(2)", "Cancel").Click());
        await page.InvokeAsync(() => Button(page, ".notice:nth-child(1)", "Reply").Click());
        await page.InvokeAsync(() => page.Find(".reply input").Change("On my way"));
        await page.InvokeAsync(() => page.Find(".reply").Submit());

        page.WaitForAssertion(() => Assert.Equal(
            [("c", PhoneMessageState.Reply, "REPLY", "On my way"), ("b", PhoneMessageState.Action, "NO", null), ("a", PhoneMessageState.Dismissed, null, null)],
            phone.Messages.Select(message => (message.Push.MsgId, message.State, message.ActionId, message.ReplyText))));
    }

    [Fact]
    public async Task Network_app_and_vendor_can_be_troubled()
    {
        var phone = Add(PhonePlatform.Android);
        var page = Render<SandboxPage>();

        await page.InvokeAsync(() => Button(page, ".controls", "Go offline").Click());
        page.WaitForAssertion(() => Assert.False(phone.Online));
        await page.InvokeAsync(() => page.Find(".controls select").Change("f503x2"));
        page.WaitForAssertion(() => Assert.Equal("f503x2", phone.Script?.Text));
        await page.InvokeAsync(() => page.Find(".controls select").Change(""));
        page.WaitForAssertion(() => Assert.Null(phone.Script));
        await page.InvokeAsync(() => Button(page, ".controls", "Uninstall").Click());
        page.WaitForAssertion(() => Assert.False(phone.Installed));
        page.WaitForState(() => page.Markup.Contains("its token is dead", StringComparison.Ordinal));
        await page.InvokeAsync(() => Button(page, ".controls", "Reinstall").Click());
        page.WaitForAssertion(() => Assert.True(phone.Installed));
    }

    [Fact]
    public void A_script_set_from_outside_is_shown_too()
    {
        Add(PhonePlatform.Ios).SetScript(NotifyHub.Sandbox.Faults.FaultScript.Parse("slow3+f429"));

        Assert.Equal("slow3+f429", Render<SandboxPage>().Find(".controls select").GetAttribute("value"));
    }

    [Fact]
    public void Every_choice_is_a_script_that_the_twins_understand() =>
        Assert.All(Enum.GetValues<PhonePlatform>().SelectMany(FaultChoices.For), choice => Assert.NotNull(NotifyHub.Sandbox.Faults.FaultScript.Parse(choice.Script)));

    [Fact]
    public void A_viewer_may_look_and_not_touch()
    {
        _member.Role = ProjectRole.Viewer;
        var phone = Add(PhonePlatform.Ios);
        phone.Deliver(Push());
        var page = Render<SandboxPage>();

        Assert.Throws<AccessDeniedException>(() => page.Find(".notice .face").Click());
        Assert.Equal(PhoneMessageState.Shown, phone.Messages[0].State);
    }

    private static IElement Button(IRenderedComponent<SandboxPage> page, string inside, string words) =>
        page.FindAll($"{inside} button").Single(button => button.TextContent.Trim() == words);

    private Phone Add(PhonePlatform platform) => _sandbox.Phones.Add(new PhoneSpec(platform, "A phone"));

    private static PhonePush Push(string? msgId = null) => new()
    {
        MsgId = msgId,
        Title = "Shipped",
        Body = "On its way",
        Actions = [new PhoneAction("REPLY", "Reply", IsTextInput: true), new PhoneAction("NO", "Cancel", IsDestructive: true)],
        Payload = "{}",
        ExpiresAt = DateTimeOffset.MaxValue,
    };

    private sealed class StandInMember : ICurrentMember
    {
        public ProjectRole Role { get; set; } = ProjectRole.Operator;

        public ValueTask<Member> GetAsync(CancellationToken cancel = default) => ValueTask.FromResult(new Member(1, "a@example.com", "A", null, 1, "P", Role));

        public async ValueTask<Member> RequireAsync(ProjectRole atLeast, CancellationToken cancel = default)
        {
            var member = await GetAsync(cancel);
            return member.Is(atLeast) ? member : throw new AccessDeniedException("Operators only");
        }
    }
}
