using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;

namespace Slipway.Tests.Shared.Domain.Scaling;

/// <summary>The workers of ODE under a tick every 15 seconds: ODE-31 to ODE-35 of its manifest.</summary>
internal sealed class Workers(int replicas)
{
    public static readonly ScalingPolicy Policy = new(
        [new(MetricKind.QueueDepth, 100, MetricReading.Total) { Queues = ["jobs"] }],
        new(TimeSpan.Zero, [new(null, 100, TimeSpan.FromSeconds(30)), new(4, null, TimeSpan.FromSeconds(30))], PolicySelection.Min),
        new(TimeSpan.FromMinutes(10), [new(null, 50, TimeSpan.FromSeconds(60))], PolicySelection.Max));

    public static readonly ReplicaRange Range = new(2, 2, 20);

    private ScalingState _state = new(new("ode"), new("production"), new("worker"));

    public ScalingPolicy Rules { get; init; } = Policy;

    public ReplicaRange Limits { get; init; } = Range;

    public int Replicas { get; set; } = replicas;

    public int Second { get; private set; }

    public string Reason { get; private set; } = "";

    public string? Held { get; set; }

    /// <summary>What changed, as second and new number of replicas.</summary>
    public List<(int Second, int Replicas)> Changes { get; } = [];

    /// <summary>Ticks every 15 seconds for a time; null is a queue that cannot be read.</summary>
    public Workers See(int? depth, TimeSpan time)
    {
        for (var end = Second + (int)time.TotalSeconds; Second < end; Second += 15)
        {
            Tick(depth);
        }

        return this;
    }

    /// <summary>Time in which nobody ticks.</summary>
    public Workers Sleep(TimeSpan time)
    {
        Second += (int)time.TotalSeconds;
        return this;
    }

    private void Tick(int? depth)
    {
        var seen = new ScalingObservation(Rules, Limits, Replicas, [depth is { } waiting ? MetricLevel.Of(waiting) : MetricLevel.Unread("Nobody answers.")], Held, _state, Any.Time.AddSeconds(Second));
        (var decision, _state) = ScalingRule.Tick(seen);
        Reason = decision.Reason;
        Assert.Equal((Replicas, decision.To), (decision.From, _state.Decision!.To));
        if (decision.To != Replicas)
        {
            Replicas = decision.To;
            Changes.Add((Second, Replicas));
        }

        Assert.InRange(_state.Recommendations.Count, 1, 42);
        Assert.InRange(_state.Events.Count, 0, 6);
    }
}
