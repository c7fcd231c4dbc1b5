using Slipway.Domain.Scaling;
using Slipway.Domain.Scaling.Drain;
using Slipway.Domain.Scaling.Hpa;
using Slipway.Domain.Systems;

namespace Slipway.Local.Replays;

/// <summary>A policy of a manifest, asked as at every tick in an account: the rule decides, and remembers what it would.</summary>
public sealed class ManifestReplayPolicy(ScalingPolicy policy, ReplicaRange range) : IReplayPolicy
{
    private ScalingState _state = new(new("replay"), new("replay"), new("replay"));

    public int Decide(QueueSight sight)
    {
        var now = DateTimeOffset.UnixEpoch.AddSeconds(sight.At);
        var seen = new ScalingObservation(policy, range, sight.Replicas, [.. policy.Metrics.Select(metric => MetricLevel.Of(sight.Waiting + sight.InFlight))], null, _state, now)
        {
            Ready = sight.Ready,
            Sample = policy.Drain is null ? null : new QueueSample(now, sight.Waiting, sight.InFlight, sight.Arrived),
        };
        (var decision, _state) = ScalingRule.Tick(seen);
        return decision.To;
    }
}

/// <summary>
/// KEDA as it is by default, on the autoscaler of Kubernetes: the queue's total by replica, read at every tick of 15 s; without a
/// replica, KEDA itself looks every 30 s and takes the last one away 300 s after the last work (kedacore/keda, ScaledObject).
/// </summary>
/// <param name="target">Messages that each replica should have.</param>
public sealed class KedaReplayPolicy(double target, Fleet fleet) : IReplayPolicy
{
    private const double Poll = 30;
    private const double Cooldown = 300;
    private readonly ManifestReplayPolicy _autoscaler = new(PolicyOf(target), new(Math.Max(1, fleet.Min), fleet.Start, fleet.Max));
    private double _activeAt;

    public int Decide(QueueSight sight)
    {
        var isActive = sight.Waiting + sight.InFlight > 0;
        _activeAt = isActive ? sight.At : _activeAt;
        return fleet.Min > 0 || (sight.Replicas > 0 && (isActive || sight.At - _activeAt < Cooldown)) ? _autoscaler.Decide(sight)
            : sight.Replicas == 0 && isActive && sight.At % Poll < fleet.Tick.TotalSeconds ? 1
            : 0;
    }

    private static ScalingPolicy PolicyOf(double target) =>
        new([new(MetricKind.QueueDepth, target, MetricReading.PerReplica)], HpaBehavior.UsualUp, HpaBehavior.UsualDown);
}

/// <summary>
/// Target tracking of Application Auto Scaling on the backlog per task, which is published once a minute: out in proportion after three
/// minutes over the target, in after fifteen minutes below nine tenths of it (the alarms that it makes), and a cooldown of 300 s.
/// </summary>
/// <param name="target">Waiting messages that each task should have.</param>
public sealed class TargetTrackingReplayPolicy(double target) : IReplayPolicy
{
    private const int Period = 60;
    private const int ToScaleOut = 3;
    private const int ToScaleIn = 15;
    private const double Cooldown = 300;
    private readonly List<double> _minutes = [];
    private double _outAt = double.MinValue;
    private double _inAt = double.MinValue;

    public int Decide(QueueSight sight)
    {
        if (sight.At < _minutes.Count * Period)
        {
            return sight.Replicas;
        }

        _minutes.Add(sight.Waiting / (double)Math.Max(1, sight.Ready));
        var proposed = (int)Math.Ceiling(Math.Max(1, sight.Replicas) * _minutes[^1] / target);
        if (All(ToScaleOut, backlog => backlog > target) && sight.At - _outAt >= Cooldown && proposed > sight.Replicas)
        {
            _outAt = sight.At;
            return proposed;
        }

        if (All(ToScaleIn, backlog => backlog < 0.9 * target) && sight.At - _inAt >= Cooldown && sight.At - _outAt >= Cooldown && proposed < sight.Replicas)
        {
            _inAt = sight.At;
            return proposed;
        }

        return sight.Replicas;
    }

    private bool All(int minutes, Func<double, bool> holds) => _minutes.Count >= minutes && _minutes.TakeLast(minutes).All(holds);
}
