using NotifyHub.Pipeline.Providers;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers;

/// <summary>The cache that all vendors' tokens lie in, while many ask at once: each token is minted once, whatever happens meanwhile.</summary>
public class AuthTokenCacheTests
{
    private static readonly TimeSpan MinReuse = TimeSpan.FromMinutes(20);

    private readonly SetClock _clock = new();
    private readonly AuthTokenCache _cache;
    private int _minted;

    public AuthTokenCacheTests() => _cache = new AuthTokenCache(_clock, MinReuse);

    private AuthToken Token() => new($"token {Interlocked.Increment(ref _minted)}", _clock.GetUtcNow(), _clock.GetUtcNow().AddMinutes(50));

    private Task<AuthToken> Mint() => Task.FromResult(Token());

    /// <summary>Two hundred that ask at once, all of them on their way when this returns.</summary>
    private static List<Task<T>> Crowd<T>(Func<Task<T>> ask) => [.. Enumerable.Range(0, 200).Select(_ => Task.Run(ask))];

    [Fact]
    public async Task A_crowd_that_finds_it_expired_gets_one_new_one()
    {
        await _cache.GetAsync("", Mint, default);
        _clock.Advance(TimeSpan.FromMinutes(50));
        var tokens = await Task.WhenAll(Crowd(() => _cache.GetAsync("", Mint, default).AsTask()));
        Assert.Equal("token 2", Assert.Single(tokens.Distinct()).Value);
    }

    [Fact]
    public async Task Versions_and_services_have_their_own_however_mixed_the_crowd()
    {
        var turn = 0;
        var tokens = await Task.WhenAll(Crowd(async () =>
        {
            var key = $"{Interlocked.Increment(ref turn) % 4}";
            return (key, await _cache.GetAsync(key, Mint, default));
        }));
        Assert.Equal(4, _minted);
        Assert.Equal(4, tokens.Distinct().Count());
    }

    [Fact]
    public async Task Who_gives_up_waiting_spoils_it_for_nobody()
    {
        var vendor = new TaskCompletionSource<AuthToken>();
        using var impatient = new CancellationTokenSource();
        var first = _cache.GetAsync("", () => vendor.Task, impatient.Token).AsTask();
        var second = _cache.GetAsync("", Mint, default).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        vendor.SetResult(Token());
        Assert.Equal("token 1", (await second).Value);
    }

    [Fact]
    public async Task A_failure_is_told_to_all_who_waited_for_it_and_is_not_kept()
    {
        var vendor = new TaskCompletionSource<AuthToken>();
        var asked = 0;
        var crowd = Enumerable.Range(0, 200).Select(_ => _cache.GetAsync("", () =>
        {
            asked++;
            return vendor.Task;
        }, default).AsTask()).ToList();
        vendor.SetResult(AuthToken.Failed(new ProviderOutcome(OutcomeKind.Retry) { Code = "http_503" }));
        Assert.All(await Task.WhenAll(crowd), token => Assert.Equal("http_503", token.Failure!.Code));
        Assert.Equal(1, asked);
        Assert.Null((await _cache.GetAsync("", Mint, default)).Failure);
    }

    [Fact]
    public async Task A_crowd_that_was_refused_gets_one_replacement_and_who_was_refused_late_gets_the_same()
    {
        var refused = await _cache.GetAsync("", Mint, default);
        var fresh = await Task.WhenAll(Crowd(() => _cache.ReplaceAsync("", refused, Mint, default).AsTask()));
        Assert.Equal("token 2", Assert.Single(fresh.Distinct())!.Value);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("token 2", (await _cache.ReplaceAsync("", refused, Mint, default))!.Value);
        Assert.Equal("token 2", (await _cache.GetAsync("", Mint, default)).Value);
    }

    [Fact]
    public async Task A_young_replacement_is_not_replaced_again_and_an_old_one_is()
    {
        var second = await _cache.ReplaceAsync("", await _cache.GetAsync("", Mint, default), Mint, default);
        Assert.All(await Task.WhenAll(Crowd(() => _cache.ReplaceAsync("", second!, Mint, default).AsTask())), Assert.Null);
        _clock.Advance(MinReuse);
        Assert.Equal("token 3", (await _cache.ReplaceAsync("", second!, Mint, default))!.Value);
    }
}
