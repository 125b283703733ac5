using Microsoft.Playwright;

namespace NotifyHub.E2E.Support;

/// <summary>
/// A walk through the real app in a browser profile of its own, against the hub that all journeys share. Ends by asserting that the browser had nothing to complain about.
/// Journeys that leave traces use phones, titles and tags of their own, so that their order does not matter.
/// </summary>
[Collection(JourneyCollection.Name)]
public abstract class Journey(JourneyBrowser browser, SharedHub hub) : IAsyncLifetime
{
    private readonly List<(IBrowserContext Context, BrowserFaults Faults)> _visits = [];

    /// <summary>The app under test.</summary>
    protected SharedHub Hub { get; } = hub;

    /// <summary>The owner's tab: signed in, on no page yet.</summary>
    protected IPage Page { get; private set; } = null!;

    /// <summary>What the browser complained about in <see cref="Page"/>.</summary>
    protected BrowserFaults Faults => _visits[0].Faults;

    /// <summary>A complaint that belongs to the journey, in whatever window.</summary>
    protected void ExpectFault(string part) => _visits.ForEach(visit => visit.Faults.Expect(part));

    /// <inheritdoc/>
    public virtual async Task InitializeAsync() => Page = await VisitAsync(await Hub.OwnerSessionAsync(browser));

    /// <summary>Another profile with one tab.</summary>
    /// <param name="session">Null for a stranger.</param>
    /// <param name="look">Null means <see cref="Look.Desk"/>.</param>
    /// <param name="url">Another hub than the shared one.</param>
    protected async Task<IPage> VisitAsync(string? session, Look? look = null, Uri? url = null)
    {
        var context = await browser.NewContextAsync(url ?? Hub.Url, session, look);
        _visits.Add((context, new BrowserFaults(context)));
        return await context.NewPageAsync();
    }

    /// <summary>The owner in another window.</summary>
    protected async Task<IPage> VisitAsync(Look look) => await VisitAsync(await Hub.OwnerSessionAsync(browser), look);

    /// <inheritdoc/>
    public virtual async Task DisposeAsync()
    {
        foreach (var (context, _) in _visits)
        {
            await context.CloseAsync();
        }
        foreach (var (_, faults) in _visits)
        {
            faults.AssertNone();
        }
    }
}
