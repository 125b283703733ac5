using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience.Devices;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Tests.Pipeline.Delivery.Protection;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Delivery.Model;

/// <summary>Does the same commands to the delivery stage and to the model, and compares them after each.</summary>
internal sealed class ModelRun : IAsyncDisposable
{
    private static readonly ProviderKind[] Vendors = [ProviderKind.Apns, ProviderKind.Fcm, ProviderKind.WebPush];
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "notifyhub-model-" + Guid.NewGuid().ToString("n"));
    private readonly ManualTime _time = new();
    private readonly QueueModel _model = new();
    private readonly List<Device> _devices = [];
    private readonly List<long> _ids = [];
    private readonly ConcurrentDictionary<string, VendorWord[]> _scripts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);
    private Dictionary<long, Seen> _before = [];
    private DeliveryRig _rig = null!;
    private HubIds? _hubIds;

    /// <summary>Null when both agree all along; else the number of the command after which they don't, and how.</summary>
    public static async Task<(int At, string What)?> FirstDifferenceAsync(IReadOnlyList<ModelCommand> commands)
    {
        await using var run = new ModelRun();
        await run.OpenAsync();
        foreach (var vendor in Vendors)
        {
            await run._rig.CredentialAsync(vendor);
            await run.RegisterAsync(vendor);
        }
        for (var i = 0; i < commands.Count; i++)
        {
            if (await run.DoAsync(commands[i]) is { } difference)
            {
                return (i, difference);
            }
        }
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        await TestEngine.ForgetAsync(_folder);
    }

    private async Task<string?> DoAsync(ModelCommand command)
    {
        _model.Now = _time.GetUtcNow();
        int? replayed = null;
        switch (command)
        {
            case Register register:
                await RegisterAsync(Vendors[register.Vendor]);
                break;
            case SendTo send:
                await SendAsync(send);
                break;
            case Move move:
                _time.Leap(move.By);
                break;
            case SetBack set:
                _time.Jump(-set.By);
                break;
            case CancelOne one when _ids.Count > 0:
                if (await Control.CancelAsync(DeliveryRig.ProjectId, _ids[one.Item % _ids.Count], "model") is var cancelled && cancelled != _model.Cancel(one.Item % _ids.Count))
                {
                    return $"the cancel was answered with {cancelled}";
                }
                break;
            case RetryOne one when _ids.Count > 0:
                replayed = one.Item % _ids.Count;
                if (await Control.RetryNowAsync(DeliveryRig.ProjectId, _ids[replayed.Value], "model") is var retried && retried != _model.RetryNow(replayed.Value))
                {
                    return $"the retry was answered with {retried}";
                }
                break;
            case Restart:
                await _rig.DisposeAsync();
                await OpenAsync();
                break;
        }
        _model.Now = _time.GetUtcNow();
        _model.Settle();
        _rig.Wake();
        return await DifferenceAsync(replayed is { } r ? _ids[r] : null);
    }

    private DeliveryControl Control => _rig.Services.GetRequiredService<DeliveryControl>();

    private async Task OpenAsync()
    {
        _rig = await DeliveryRig.OpenAsync(_time, _folder, services =>
        {
            services.AddSingleton(_ => new RetryLadder(new NoJitter()));
            // One source over all restarts: at a clock that stands still, two would draw the same id once in a thousand runs.
            services.AddSingleton(_hubIds ??= new HubIds(_time, new Random(1)));
            // The model knows the queue; what protects a sender has tests of its own.
            NoGuard.Use(services);
        }, start: false);
        if (_devices.Count == 0)
        {
            await _rig.ProjectAsync(settings: NoGuard.Settings);
        }
        foreach (var vendor in _rig.Vendors.Values)
        {
            vendor.Answer = (call, _) => Task.FromResult(Say(call));
        }
        await _rig.StartAsync();
    }

    private async Task RegisterAsync(ProviderKind vendor) => _devices.Add(await _rig.DeviceAsync(vendor));

    private async Task SendAsync(SendTo send)
    {
        var hasLastWord = QueueModel.IsTelling(send.Script);
        var targets = send.Devices.Select(d => d % _devices.Count).Distinct().Where(d => hasLastWord ? _model.IsIdle(d) : _model.MayTarget(d)).ToList();
        if (targets.Count == 0)
        {
            return;
        }
        var name = $"{_scripts.Count}";
        _scripts[name] = send.Script;
        DateTimeOffset? at = send.InSeconds is { } seconds ? _time.GetUtcNow().AddSeconds(seconds) : null;
        TimeSpan? life = send.LifeSeconds is { } left ? TimeSpan.FromSeconds(left) : null;
        _ids.AddRange(await _rig.StoreAsync(
            [.. targets.Select(t => _devices[t])], d => (d.Lane, d.ExpiresAt) = ((DeliveryLane)send.Lane, d.DueAt + life), at, new PushMessage { Title = name }));
        targets.ForEach(target => _model.Send(target, send.Script, at, life));
    }

    private ProviderOutcome Say(ProviderCall call)
    {
        var script = _scripts[call.Message.Title!];
        var number = _calls.AddOrUpdate(call.MessageId, 1, (_, n) => n + 1);
        return (number <= script.Length ? script[number - 1] : VendorWord.Accept) switch
        {
            VendorWord.Accept => new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 },
            VendorWord.Retry => new ProviderOutcome(OutcomeKind.Retry) { Status = 503 },
            VendorWord.RetryAfter => new ProviderOutcome(OutcomeKind.Retry) { Status = 503, RetryAfter = QueueModel.VendorWait },
            VendorWord.Slow => new ProviderOutcome(OutcomeKind.TokenSlow) { Status = 429 },
            VendorWord.Bad => new ProviderOutcome(OutcomeKind.ContentBad) { Status = 400 },
            _ => new ProviderOutcome(OutcomeKind.TokenDead) { Status = 410 },
        };
    }

    private async Task<string?> DifferenceAsync(long? replayed)
    {
        var expected = Enumerable.Range(0, _model.Count).ToDictionary(i => _ids[i], _model.See);
        Dictionary<long, Seen> seen = [];
        try
        {
            await _rig.UntilAsync(async () => (seen = await SeeAsync()).Count == expected.Count && expected.All(e => seen[e.Key] == e.Value));
        }
        catch (TimeoutException)
        {
            var calls = await _rig.ReadAsync(db => db.Attempts.AsNoTracking().OrderBy(a => a.Id).ToListAsync());
            return string.Join('\n', calls.Select(a => $"call {a.Number} of delivery {_ids.IndexOf(a.DeliveryId)} at {a.At:HH:mm:ss.fff}: {a.Outcome} {a.Code}, again in {a.RetryInMs} ms")) + '\n' + string.Join('\n', expected.Where(e => seen.GetValueOrDefault(e.Key) != e.Value).Select(e => $"delivery {_ids.IndexOf(e.Key)}: is {seen.GetValueOrDefault(e.Key)}, should be {e.Value}"));
        }
        var changed = _before.FirstOrDefault(b => (int)b.Value.Status >= 10 && b.Key != replayed && seen[b.Key] != b.Value);
        _before = seen;
        return changed.Key != 0 ? $"delivery {_ids.IndexOf(changed.Key)} had ended, and changed" : await InvariantAsync();
    }

    private Task<Dictionary<long, Seen>> SeeAsync() => _rig.ReadAsync(async db =>
    {
        var calls = await db.Attempts.GroupBy(a => a.DeliveryId).Select(g => new { g.Key, Count = g.Count(), Last = g.Max(a => a.Number) }).ToDictionaryAsync(g => g.Key);
        var rows = await db.Deliveries.AsNoTracking().ToListAsync();
        return rows.ToDictionary(d => d.Id, d => new Seen(d.Status, d.Reason, d.Attempts, calls.GetValueOrDefault(d.Id)?.Count ?? 0, (int)d.Status < 10 ? d.DueAt : null));
    });

    // G24: at rest nobody holds anything, calls are numbered without a gap, and what was accepted is the sum of what is in each state.
    private Task<string?> InvariantAsync() => _rig.ReadAsync(async db =>
    {
        if (await db.Deliveries.CountAsync(d => d.LeaseOwner != null || d.LeaseUntil != null || d.Status == DeliveryStatus.Sending) is var held and > 0)
        {
            return $"{held} leases while nothing is in flight";
        }
        if (await db.Attempts.GroupBy(a => a.DeliveryId).CountAsync(g => g.Max(a => a.Number) != g.Count() || g.Min(a => a.Number) != 1) is var gaps and > 0)
        {
            return $"{gaps} deliveries whose calls are not numbered 1, 2, 3 ...";
        }
        var recipients = await db.Notifications.SumAsync(n => n.Recipients);
        return recipients == _ids.Count ? null : $"{recipients} were accepted, {_ids.Count} are there";
    });

    private sealed class NoJitter : Random
    {
        public override double NextDouble() => 0.5;
    }
}
