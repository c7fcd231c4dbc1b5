namespace Slipway.Local.Replays;

/// <summary>The replicas that a load is replayed with.</summary>
/// <param name="StartUp">From the decision to a replica that serves.</param>
/// <param name="Tick">From one decision to the next.</param>
public sealed record Fleet(int Min, int Start, int Max, TimeSpan StartUp, TimeSpan Tick);

/// <summary>What can be seen at a tick, in seconds since the beginning. <paramref name="Replicas"/> are those asked for, <paramref name="Ready"/> those of them that serve.</summary>
public sealed record QueueSight(double At, int Waiting, int InFlight, long Arrived, long Completed, int Replicas, int Ready);

/// <summary>A policy in a replay: it sees nothing but the sight of each tick, and keeps what it likes.</summary>
public interface IReplayPolicy
{
    /// <summary>How many replicas there should be; the fleet's limits are laid over it.</summary>
    int Decide(QueueSight sight);
}

/// <summary>What stood at a tick, for a plot.</summary>
public readonly record struct ReplayPoint(double At, int Waiting, int Replicas, double OldestWait);

/// <summary>What a replay came to.</summary>
/// <param name="ReplicaHours">From the decision to start a replica to its end.</param>
/// <param name="Waits">How long each job waited, in seconds, in the order of arrival.</param>
/// <param name="Actions">How often the number of replicas was changed.</param>
public sealed record ReplayOutcome(double ReplicaHours, IReadOnlyList<double> Waits, int Actions, IReadOnlyList<ReplayPoint> Points)
{
    /// <summary>How many jobs nobody had begun a day after the last one came: the policy has left them.</summary>
    public int Unserved { get; init; }

    private double[]? _sorted;

    public double MeanWait => Waits.Average();

    /// <summary>The wait that so many of a hundred jobs do not exceed.</summary>
    public double Percentile(double percent)
    {
        _sorted ??= [.. Waits.Order()];
        return _sorted[Math.Max(0, (int)Math.Ceiling(percent / 100 * _sorted.Length) - 1)];
    }

    /// <summary>The seconds by which all jobs together waited longer than that.</summary>
    public double SecondsOver(TimeSpan target) => Waits.Sum(wait => Math.Max(0, wait - target.TotalSeconds));
}

/// <summary>
/// One queue, first in first out. A replica serves one job at a time and never drops it: one that is taken away while it works ends
/// with its job. Those that start are taken away first, then idle ones, then the youngest of those that work.
/// </summary>
public sealed class QueueReplay
{
    /// <summary>What nobody has served by then nobody will: a policy can leave the last jobs.</summary>
    private const double Longest = 24 * 3600;

    private readonly LoadTrace _load;
    private readonly Fleet _fleet;
    private readonly double[] _waits;
    private readonly List<Replica> _starting = [];
    private readonly List<Replica> _idle = [];
    private readonly List<Replica> _busy = [];
    private readonly PriorityQueue<Replica, double> _ends = new();
    private readonly List<ReplayPoint> _points = [];
    private double _now;
    private double _replicaSeconds;
    private int _arrived;
    private int _taken;
    private int _completed;
    private int _replicas;
    private int _actions;

    private QueueReplay(LoadTrace load, Fleet fleet)
    {
        (_load, _fleet, _waits, _replicas) = (load, fleet, new double[load.Jobs], fleet.Start);
        _idle.AddRange(Enumerable.Range(0, fleet.Start).Select(_ => new Replica(0)));
    }

    public static ReplayOutcome Run(LoadTrace load, Fleet fleet, IReplayPolicy policy, CancellationToken cancellationToken = default)
    {
        var replay = new QueueReplay(load, fleet);
        var end = load.Arrivals[^1] + Longest;
        for (var tick = 0.0; replay._completed < load.Jobs && tick <= end; tick += fleet.Tick.TotalSeconds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            replay.PassUntil(tick);
            if (replay._completed < load.Jobs)
            {
                replay.Decide(policy);
            }
        }

        replay._idle.Concat(replay._starting).Concat(replay._busy).ToList().ForEach(replay.End);
        for (var job = replay._taken; job < load.Jobs; job++)
        {
            replay._waits[job] = replay._now - load.Arrivals[job];
        }

        return new(replay._replicaSeconds / 3600, replay._waits, replay._actions, replay._points) { Unserved = load.Jobs - replay._taken };
    }

    private void PassUntil(double time)
    {
        while (_completed < _load.Jobs)
        {
            var end = _ends.TryPeek(out _, out var first) ? first : double.MaxValue;
            var ready = _starting.Count > 0 ? _starting[0].ReadyAt : double.MaxValue;
            var arrival = _arrived < _load.Jobs ? _load.Arrivals[_arrived] : double.MaxValue;
            var next = Math.Min(end, Math.Min(ready, arrival));
            if (next > time)
            {
                break;
            }

            _now = next;
            if (end <= next)
            {
                Complete();
            }
            else if (ready <= next)
            {
                _idle.Add(_starting[0]);
                _starting.RemoveAt(0);
            }
            else
            {
                _arrived++;
            }

            TakeJobs();
        }

        _now = _completed < _load.Jobs ? time : _now;
    }

    private void Complete()
    {
        var replica = _ends.Dequeue();
        _busy.Remove(replica);
        _completed++;
        if (replica.IsLeaving)
        {
            End(replica);
        }
        else
        {
            _idle.Add(replica);
        }
    }

    private void TakeJobs()
    {
        while (_taken < _arrived && _idle.Count > 0)
        {
            var replica = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            _busy.Add(replica);
            _waits[_taken] = _now - _load.Arrivals[_taken];
            _ends.Enqueue(replica, _now + _load.Work[_taken++]);
        }
    }

    private void Decide(IReplayPolicy policy)
    {
        var sight = new QueueSight(_now, _arrived - _taken, _busy.Count, _arrived, _completed, _replicas, _idle.Count + _busy.Count(replica => !replica.IsLeaving));
        var wish = Math.Clamp(policy.Decide(sight), _fleet.Min, _fleet.Max);
        _actions += wish != _replicas ? 1 : 0;
        for (; _replicas < wish; _replicas++)
        {
            _starting.Add(new(_now) { ReadyAt = _now + _fleet.StartUp.TotalSeconds });
        }

        for (; _replicas > wish; _replicas--)
        {
            TakeOneAway();
        }

        _points.Add(new(_now, _arrived - _taken, _replicas, _taken < _arrived ? _now - _load.Arrivals[_taken] : 0));
    }

    private void TakeOneAway()
    {
        var group = _starting.Count > 0 ? _starting : _idle;
        if (group.Count > 0)
        {
            End(group[^1]);
            group.RemoveAt(group.Count - 1);
        }
        else
        {
            _busy.Where(replica => !replica.IsLeaving).MaxBy(replica => replica.BornAt)!.IsLeaving = true;
        }
    }

    private void End(Replica replica) => _replicaSeconds += _now - replica.BornAt;

    private sealed class Replica(double bornAt)
    {
        public double BornAt => bornAt;

        public double ReadyAt { get; init; }

        public bool IsLeaving { get; set; }
    }
}
