namespace Slipway.Benchmarks.CanaryAnalysis;

/// <summary>What is right to do with a canary.</summary>
public enum Wanted
{
    /// <summary>It is worse: to be stopped within five minutes in at least 95 of 100 runs.</summary>
    Stop,

    /// <summary>It is no worse, or by nothing that matters: to be stopped in at most 1 of 100 runs.</summary>
    GoOn,

    /// <summary>It is no worse, but sways by more than the policy assumes: nothing is promised.</summary>
    Nothing,
}

/// <summary>What the canary does otherwise than the baseline.</summary>
/// <param name="Factor">By which all latencies grow.</param>
/// <param name="Tail">The share of requests whose latency grows by <paramref name="TailFactor"/>.</param>
/// <param name="MoreErrors">Added to the share of errors.</param>
public sealed record Change(double Factor = 1, double Tail = 0, double TailFactor = 1, double MoreErrors = 0)
{
    public static Change None { get; } = new();
}

/// <summary>A kind of traffic and of canary.</summary>
/// <param name="Errors">The baseline's share of errors.</param>
public sealed record Scenario(string Name, Wanted Wanted, double Errors, Change Canary)
{
    /// <summary>In one minute of the five everything takes three times as long and fails ten times as often, on both sides: a slow database.</summary>
    public bool HasSlowMinute { get; init; }

    /// <summary>For two seconds of every minute a fifth of all requests fails, on both sides.</summary>
    public bool HasBursts { get; init; }

    /// <summary>How much each side's latency and its share of errors sway from minute to minute by themselves, as a share of them.</summary>
    public double Sway { get; init; }

    /// <summary>The smallest share of traffic that can show it in five minutes.</summary>
    public double ShownFrom { get; init; }

    /// <summary>The factors of the tails are those that double the p95 of <see cref="Traffic"/>: 2.0 times by either.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("alike, 0.1 % errors", Wanted.GoOn, 0.001, Change.None),
        new("alike, 1 % errors", Wanted.GoOn, 0.01, Change.None),
        new("a slow minute on both sides", Wanted.GoOn, 0.001, Change.None) { HasSlowMinute = true },
        new("bursts of errors on both sides", Wanted.GoOn, 0.001, Change.None) { HasBursts = true },
        new("each sways by 10 %, 0.1 % errors", Wanted.GoOn, 0.001, Change.None) { Sway = 0.1 },
        new("each sways by 10 %, 1 % errors", Wanted.GoOn, 0.01, Change.None) { Sway = 0.1 },
        new("2 % slower, 0.05 % more errors", Wanted.GoOn, 0.001, new(1.02, MoreErrors: 0.0005)),
        new("p95 doubled: all slower", Wanted.Stop, 0.001, new(2)),
        new("p95 doubled: 10 % slower", Wanted.Stop, 0.001, new(Tail: 0.1, TailFactor: 5.9)),
        new("p95 doubled: 6 % slower", Wanted.Stop, 0.001, new(Tail: 0.06, TailFactor: 10.5)),
        new("all slower, each sways by 10 %", Wanted.Stop, 0.001, new(2)) { Sway = 0.1 },
        new("all slower, and a slow minute", Wanted.Stop, 0.001, new(2)) { HasSlowMinute = true },
        new("1 % more errors than 0.1 %", Wanted.Stop, 0.001, new(MoreErrors: 0.01)),
        new("1 % more errors than 1 %", Wanted.Stop, 0.01, new(MoreErrors: 0.01)) { ShownFrom = 0.2 },
        new("each sways by 20 %, 1 % errors", Wanted.Nothing, 0.01, Change.None) { Sway = 0.2 },
        new("each sways by 30 %, 1 % errors", Wanted.Nothing, 0.01, Change.None) { Sway = 0.3 },
    ];
}
