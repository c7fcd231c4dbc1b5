namespace Slipway.Benchmarks.CanaryAnalysis;

/// <summary>How often each watch stopped the canary of a scenario, and the median of the minutes until then; 0 where it never did.</summary>
public sealed record Row(string Scenario, Wanted Wanted, double Share, int Runs, IReadOnlyList<Outcome> Outcomes)
{
    private const double Caught = 0.95, StoppedFalsely = 0.01;

    /// <summary>The shares of traffic that go to the canary; the rest is the baseline's.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0.1, 0.2, 0.5];

    /// <summary>Whether so small a share can show it at all.</summary>
    public required bool IsShown { get; init; }

    public bool IsMet => Wanted switch
    {
        Wanted.Stop => !IsShown || Outcomes[0].Stopped >= Caught * Runs,
        Wanted.GoOn => Outcomes[0].Stopped <= StoppedFalsely * Runs,
        _ => true,
    };

    /// <summary>The seeds are 0, 1, 2 and so on: the same runs for every watch, and on every machine.</summary>
    public static Row Of(Scenario scenario, double share, int runs)
    {
        var stops = new int?[runs][];
        Parallel.For(0, runs, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            var intervals = new Traffic(scenario, share, seed).Run();
            stops[seed] = [.. Watch.All.Select(watch => watch.StopsAt(intervals))];
        });
        return new(scenario.Name, scenario.Wanted, share, runs, [.. Watch.All.Select((watch, at) => Outcome.Of(watch.Name, [.. stops.Select(stop => stop[at]).OfType<int>().Order()]))])
        {
            IsShown = share >= scenario.ShownFrom,
        };
    }
}

/// <summary>What one watch did in the runs of a row.</summary>
public sealed record Outcome(string Watch, int Stopped, int MedianMinutes)
{
    public static Outcome Of(string watch, IReadOnlyList<int> minutes) => new(watch, minutes.Count, minutes.Count == 0 ? 0 : minutes[minutes.Count / 2]);
}
