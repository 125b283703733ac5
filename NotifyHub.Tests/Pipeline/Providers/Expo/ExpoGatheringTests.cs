using NotifyHub.Pipeline.Providers.Expo;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Expo;

/// <summary>When gathered calls leave, on a clock that stands until it is moved.</summary>
public sealed class ExpoGatheringTests : IDisposable
{
    private static readonly ProviderOutcome Taken = new(OutcomeKind.Accepted);
    private readonly ManualTime _time = new();
    private readonly List<(IReadOnlyList<ExpoMessage> Messages, TaskCompletionSource<IReadOnlyList<ProviderOutcome>> Answer)> _flights = [];
    private readonly SemaphoreSlim _left = new(0);
    private readonly ExpoBatcher _batcher;

    public ExpoGatheringTests() => _batcher = new((messages, cancel) =>
    {
        var answer = new TaskCompletionSource<IReadOnlyList<ProviderOutcome>>(TaskCreationOptions.RunContinuationsAsynchronously);
        cancel.Register(() => answer.TrySetCanceled(cancel));
        lock (_flights) _flights.Add((messages, answer));
        _left.Release();
        return answer.Task;
    }, new(Messages: 3, For: TimeSpan.FromMilliseconds(5), Requests: 2, Callers: 10), _time);

    public void Dispose() => _batcher.Dispose();

    [Fact]
    public async Task A_call_waits_for_others_until_its_time_is_up()
    {
        var calls = new[] { SendAsync(1), SendAsync(2) };
        _time.Advance(TimeSpan.FromMilliseconds(4));
        Assert.Empty(_flights);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([1, 2], await LeftAsync());
        Land(0);
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task A_full_request_leaves_at_once_and_the_next_gathers_anew()
    {
        var calls = Enumerable.Range(1, 4).Select(SendAsync).ToList();
        Assert.Equal([1, 2, 3], await LeftAsync());
        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal([4], await LeftAsync());
        Land(0);
        Land(1);
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task While_all_requests_are_out_the_next_one_fills_and_goes_when_one_comes_back()
    {
        var calls = Enumerable.Range(1, 6).Select(SendAsync).ToList();
        await LeftAsync();
        await LeftAsync();
        calls.AddRange([SendAsync(7), SendAsync(8)]);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, _flights.Count);
        calls.Add(SendAsync(9));
        calls.Add(SendAsync(10));
        Land(0);
        Assert.Equal([7, 8, 9], await LeftAsync());
        Land(1);
        // Its time was up long ago.
        Assert.Equal([10], await LeftAsync());
        Land(2);
        Land(3);
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task No_more_callers_come_in_than_there_is_room_for()
    {
        var calls = Enumerable.Range(1, 10).Select(SendAsync).ToList();
        using var patience = new CancellationTokenSource();
        var late = _batcher.SendAsync(Message(11), patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);
        _time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 4; i++)
        {
            await LeftAsync();
            Land(i);
        }
        await Task.WhenAll(calls);
        Assert.DoesNotContain(_flights, flight => flight.Messages.Any(m => m.Token == "11"));
    }

    [Fact]
    public async Task A_fault_of_ours_reaches_every_caller()
    {
        var calls = Enumerable.Range(1, 3).Select(SendAsync).ToList();
        await LeftAsync();
        _flights[0].Answer.SetException(new InvalidOperationException("ours"));
        foreach (var call in calls) await Assert.ThrowsAsync<InvalidOperationException>(() => call);
    }

    private Task<ProviderOutcome> SendAsync(int number) => _batcher.SendAsync(Message(number), CancellationToken.None);

    private static ExpoMessage Message(int number) => new($"{number}", new byte[1]);

    private async Task<IEnumerable<int>> LeftAsync()
    {
        Assert.True(await _left.WaitAsync(TimeSpan.FromSeconds(20)));
        lock (_flights) return [.. _flights[^1].Messages.Select(m => int.Parse(m.Token, System.Globalization.CultureInfo.InvariantCulture))];
    }

    private void Land(int flight) => _flights[flight].Answer.SetResult([.. _flights[flight].Messages.Select(_ => Taken)]);
}
