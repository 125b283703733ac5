using Microsoft.EntityFrameworkCore;
using NotifyHub.Alerts;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Alerts;

public sealed class AlertBookTests : IAsyncLifetime
{
    private const long Project = 7;
    private readonly ManualTime _clock = new();
    private TempStore _store = null!;
    private AlertBook _book = null!;

    public async Task InitializeAsync()
    {
        _store = await TempStore.OpenAsync();
        _book = new AlertBook(_store.Ids, _clock);
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task One_is_open_per_project_kind_and_subject_and_follows_what_is_seen()
    {
        Assert.True(await RaiseAsync("apns is refused"));
        _clock.Advance(TimeSpan.FromMinutes(3));
        Assert.False(await RaiseAsync("apns is refused still"));
        Assert.True(await RaiseAsync("the other project's", project: 8));

        var alert = Assert.Single(await AllAsync());
        Assert.Equal(("apns is refused still", TimeSpan.FromMinutes(3)), (alert.Detail, alert.LastSeenAt - alert.OpenedAt));
    }

    [Fact]
    public async Task It_ends_once_and_a_later_one_is_another()
    {
        await RaiseAsync();
        Assert.True(await ResolveAsync());
        Assert.False(await ResolveAsync());
        _clock.Advance(AlertBook.Settles + TimeSpan.FromSeconds(1));
        Assert.True(await RaiseAsync());

        Assert.Equal([false, true], (await AllAsync()).Select(a => a.ResolvedAt is null));
    }

    [Fact]
    public async Task One_that_comes_back_at_once_is_the_same_one()
    {
        await RaiseAsync();
        for (var i = 0; i < 5; i++)
        {
            await ResolveAsync();
            _clock.Advance(TimeSpan.FromSeconds(30));
            Assert.True(await RaiseAsync());
        }
        Assert.Null(Assert.Single(await AllAsync()).ResolvedAt);
    }

    [Fact]
    public async Task One_whose_end_was_told_is_not_reopened()
    {
        await RaiseAsync();
        await ResolveAsync();
        await _store.Gate.WriteAsync(ProjectScope.Of(Project), async (db, _) => (await db.Alerts.SingleAsync()).EndToldAt = _clock.GetUtcNow());
        await RaiseAsync();

        Assert.Equal(2, (await AllAsync()).Count);
    }

    [Fact]
    public async Task What_its_transaction_undoes_is_undone()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _store.Gate.WriteAsync(async session =>
        {
            await _book.RaiseAsync(session, new AlertFact(Project, AlertKind.HealthLow, "apns", "x"));
            throw new InvalidOperationException("The cause could not be written.");
        }));
        Assert.Empty(await AllAsync());
    }

    private Task<bool> RaiseAsync(string detail = "x", long project = Project) =>
        _store.Gate.WriteAsync(session => _book.RaiseAsync(session, new AlertFact(project, AlertKind.HealthLow, "apns", detail)));

    private Task<bool> ResolveAsync() => _store.Gate.WriteAsync(session => _book.ResolveAsync(session, Project, AlertKind.HealthLow, "apns"));

    private async Task<List<Alert>> AllAsync()
    {
        await using var db = _store.Contexts.Open(ProjectScope.Of(Project));
        return await db.Alerts.AsNoTracking().OrderBy(a => a.Id).ToListAsync();
    }
}
