using Slipway.Domain.Rollouts.Canary;

namespace Slipway.Benchmarks.CanaryAnalysis;

/// <summary>
/// Simulated requests: 50 a second by chance (Poisson), each by chance the canary's or the baseline's; latencies are lognormal with a
/// median of 80 ms and a p95 of 253 ms.
/// </summary>
public sealed class Traffic(Scenario scenario, double share, int seed)
{
    public const int Minutes = 5;

    public const double PerSecond = 50;

    private const double Median = 80, Spread = 0.7;

    private readonly Random _random = new(seed);
    private double? _spare;

    /// <summary>Both sides' counts by the minute, as CloudWatch would have them.</summary>
    public IReadOnlyList<CanaryInterval> Run()
    {
        var bad = _random.Next(Minutes);
        return [.. Enumerable.Range(0, Minutes).Select(minute => Minute(minute, scenario.HasSlowMinute && minute == bad))];
    }

    private CanaryInterval Minute(int minute, bool isSlow)
    {
        Side canary = new(scenario.Canary, Sways()), baseline = new(Change.None, Sways());
        var burst = scenario.HasBursts ? _random.Next(60) : -10;
        for (var second = 0; second < 60; second++)
        {
            var failing = second - burst is 0 or 1 ? 0.2 : scenario.Errors * (isSlow ? 10 : 1);
            for (var request = Poisson(PerSecond); request > 0; request--)
            {
                Answer(_random.NextDouble() < share ? canary : baseline, failing, isSlow ? Math.Log(3) : 0);
            }
        }

        return new(TimeSpan.FromMinutes(minute + 1), canary.Counts, baseline.Counts);
    }

    private void Answer(Side side, double failing, double slow)
    {
        var hasError = _random.NextDouble() < (failing * side.Sways.Errors) + side.Change.MoreErrors;
        var normal = Normal();
        var tail = side.Change.Tail > 0 && _random.NextDouble() < side.Change.Tail ? Math.Log(side.Change.TailFactor) : 0;
        side.Add(hasError, Median * side.Change.Factor * Math.Exp((Spread * normal) + tail + slow + side.Sways.Latency));
    }

    private (double Latency, double Errors) Sways() =>
        (Normal() * scenario.Sway, Math.Exp((Normal() * scenario.Sway) - (scenario.Sway * scenario.Sway / 2)));

    private int Poisson(double mean)
    {
        var (count, product, limit) = (-1, 1.0, Math.Exp(-mean));
        do
        {
            (count, product) = (count + 1, product * _random.NextDouble());
        }
        while (product > limit);

        return count;
    }

    /// <summary>By Marsaglia's polar method, which makes two at once.</summary>
    private double Normal()
    {
        if (_spare is { } spare)
        {
            _spare = null;
            return spare;
        }

        while (true)
        {
            var (x, y) = ((2 * _random.NextDouble()) - 1, (2 * _random.NextDouble()) - 1);
            if ((x * x) + (y * y) is var square and > 0 and < 1)
            {
                var factor = Math.Sqrt(-2 * Math.Log(square) / square);
                _spare = y * factor;
                return x * factor;
            }
        }
    }

    private sealed class Side(Change change, (double Latency, double Errors) sways)
    {
        private readonly long[] _latencies = new long[LatencyBuckets.Standard.Count];
        private long _requests;
        private long _errors;

        public Change Change => change;

        public (double Latency, double Errors) Sways => sways;

        public SideCounts Counts => new(_requests, _errors, _latencies);

        public void Add(bool hasError, double latency)
        {
            _requests++;
            _errors += hasError ? 1 : 0;
            _latencies[LatencyBuckets.Standard.Of(latency)]++;
        }
    }
}
