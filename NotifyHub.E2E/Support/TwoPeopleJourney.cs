using Microsoft.Playwright;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.E2E.Support;

/// <summary>A journey of members of its own, on a hub whose clock it moves on.</summary>
public abstract class TwoPeopleJourney(JourneyBrowser browser, SharedHub hub, TwoPeopleHub two) : Journey(browser, hub), IClassFixture<TwoPeopleHub>
{
    private readonly List<TestMember> _members = [];

    /// <summary>The hub of these journeys.</summary>
    protected TwoPeopleHub Two { get; } = two;

    /// <summary>A word that no other journey says.</summary>
    protected string Mark { get; } = Guid.NewGuid().ToString("n")[..8];

    /// <inheritdoc/>
    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var member in _members)
        {
            await member.DisposeAsync();
        }
    }

    /// <summary>Somebody new, at the overview.</summary>
    protected async Task<(TestMember Member, IPage Page)> SignedInAsync(ProjectRole role = ProjectRole.Admin, Look? look = null)
    {
        var member = await TestMember.JoinAsync(Two.Hub, role);
        _members.Add(member);
        return (member, await AgainAsync(member, look));
    }

    /// <summary>The same in another browser.</summary>
    protected async Task<IPage> AgainAsync(TestMember member, Look? look = null)
    {
        var page = await VisitAsync(session: null, look, Two.Hub.Url);
        await page.SignInAsync(member.User.Email!, TestMember.Password);
        await page.ShowsAsync("Overview");
        return page;
    }

    /// <summary>The badge of the bar.</summary>
    protected static ILocator Bell(IPage page) => page.GetByRole(AriaRole.Banner).Locator("a[href='/inbox']");

    /// <summary>Items of the inbox that bear the mark.</summary>
    protected ILocator Item(IPage page) => page.Locator("li.item").Filter(new() { HasText = Mark });
}
