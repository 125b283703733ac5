namespace NotifyHub.Bench.Simulation;

/// <summary>
/// The pipeline as a queueing model: eight callers post batches of 100; a write gate commits all that waits with one sync; claims fill a stock; a fixed number of
/// hands carries one delivery each to the vendor and back; results gather for 10 ms or to 200 and are settled through the same gate. Cores are shared by all of it.
/// </summary>
internal sealed class PipelineModel
{
    private const int Batch = 100;
    private const int Callers = 8;
    private const int StockMax = 1024;
    private const int SettleRows = 200;
    private const int SettleMax = 500;
    private const double Gather = 10_000;

    private readonly Machine _machine;
    private readonly StageCosts _costs;
    private readonly int _hands;
    private readonly int _deliveries;
    private readonly Queue<(double Work, Action Then)> _gate = new();
    private bool _gateBusy;
    private bool _claiming;
    private bool _settling;
    private double _lastClaim = double.MinValue;
    private int _toAccept;
    private int _queued;
    private int _stock;
    private int _busy;
    private int _results;
    private int _arrived;

    private PipelineModel(StageCosts costs, int cores, int hands, int deliveries) =>
        (_machine, _costs, _hands, _deliveries, _toAccept) = (new Machine(cores), costs, hands, deliveries, deliveries / Batch);

    /// <summary>Deliveries a second from the first post to the last arrival at the vendor.</summary>
    public static double Rate(StageCosts costs, int cores, int hands, int deliveries)
    {
        var model = new PipelineModel(costs, cores, hands, deliveries);
        for (var i = 0; i < Callers; i++)
        {
            model.Post();
        }
        model._machine.Run(() => model._arrived >= deliveries);
        return deliveries / (model._machine.Now / 1e6);
    }

    private void Post()
    {
        if (_toAccept-- <= 0)
        {
            return;
        }
        _machine.Cpu(Batch * (_costs.Generator + (_costs.Accept / 2)), () => Write(Batch * _costs.Accept / 2, () =>
        {
            _queued += Batch;
            Claim();
            Post();
        }));
    }

    private void Claim()
    {
        var target = Math.Clamp(_deliveries, 2 * _hands, StockMax);
        if (_claiming || _queued == 0 || _stock > target / 2)
        {
            return;
        }
        _claiming = true;
        _machine.After(Math.Max(0, _lastClaim + Gather - _machine.Now), () =>
        {
            _lastClaim = _machine.Now;
            var rows = Math.Min(_queued, target - _stock);
            _queued -= rows;
            Write(rows * _costs.Claim, () =>
            {
                _claiming = false;
                _stock += rows;
                Carry();
                Claim();
            });
        });
    }

    private void Carry()
    {
        while (_busy < _hands && _stock > 0)
        {
            _busy++;
            _stock--;
            _machine.Cpu(_costs.Call / 2, () => _machine.After(_costs.WakeUp, () => _machine.Cpu(_costs.Twin, () =>
            {
                _arrived++;
                _machine.After(_costs.WakeUp, () => _machine.Cpu(_costs.Call / 2, Back));
            })));
        }
        Claim();
    }

    private void Back()
    {
        _busy--;
        _results++;
        Settle();
        Carry();
    }

    private void Settle()
    {
        if (_settling)
        {
            return;
        }
        _settling = true;
        _machine.After(_results >= SettleRows ? 0 : Gather, () =>
        {
            var rows = Math.Min(_results, SettleMax);
            _results -= rows;
            Write(rows * _costs.Settle, () =>
            {
                _settling = false;
                if (_results > 0)
                {
                    Settle();
                }
            });
        });
    }

    // One at a time, everything that waits in one commit.
    private void Write(double work, Action then)
    {
        _gate.Enqueue((work, then));
        if (!_gateBusy)
        {
            Commit();
        }
    }

    private void Commit()
    {
        _gateBusy = true;
        var group = _gate.ToArray();
        _gate.Clear();
        _machine.Cpu(group.Sum(g => g.Work), () => _machine.After(_costs.Sync, () =>
        {
            _gateBusy = false;
            foreach (var (_, done) in group)
            {
                done();
            }
            if (_gate.Count > 0 && !_gateBusy)
            {
                Commit();
            }
        }));
    }
}
