using Bunit;
using NotifyHub.Components.Pages.WhatIf;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Policy;
using NotifyHub.Tests.Insights;

namespace NotifyHub.Tests.Components.Pages.WhatIf;

public sealed class WhatIfCardTests : PageTest
{
    [Fact]
    public async Task It_says_what_would_become_of_it_and_what_would_have_to_change()
    {
        var device = await Rows.DeviceAsync(change: d => d.Status = DeviceStatus.Retired);
        var card = Open(RowId.Format(RowId.Device, device.Id));

        await card.Find("form").SubmitAsync();

        var answer = card.WaitForElement("article");
        foreach (var text in new[] { "Not sent", "iPhone 17", "What would make it go, all of it", "Have the app register the device again.", "Add and activate a credential" })
        {
            Assert.Contains(text, answer.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_would_be_refused_is_said_in_words()
    {
        var device = await Rows.DeviceAsync();
        var card = Open(RowId.Format(RowId.Device, device.Id));
        await card.Find("#what-if-ttl").ChangeAsync(new() { Value = "soon" });
        await card.Find("form").SubmitAsync();
        Assert.Contains("whole number", card.WaitForElement(".field-error").TextContent, StringComparison.Ordinal);

        await card.Find("#what-if-ttl").ChangeAsync(new() { Value = "99999999" });
        await card.Find("form").SubmitAsync();
        card.WaitForAssertion(() => Assert.Contains("2419200", card.Find(".field-error").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_project_s_device_is_not_explained()
    {
        var foreign = await Rows.DeviceAsync(project: SendRows.OtherProject);
        var card = Open(RowId.Format(RowId.Device, foreign.Id));
        await card.Find("form").SubmitAsync();
        Assert.Contains("There is no", card.WaitForElement(".field-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_decision_and_answer_has_words()
    {
        Assert.All(Enum.GetValues<PolicyVerb>(), verb => Assert.NotEmpty(PolicyWords.Label(verb)));
        Assert.All(Enum.GetValues<PolicyAnswer>(), answer => Assert.NotEmpty(PolicyWords.Answer(answer).Words));
    }

    private IRenderedComponent<WhatIfCard> Open(string device) => Render<WhatIfCard>(card => card.Add(c => c.To, device));
}
