using Slipway.Domain.Scaling.Replays;
using Slipway.Domain.Systems;
using Slipway.Local.Replays;

namespace Slipway.Benchmarks.Autoscaling;

/// <summary>A load under every policy over all settings of its knob, and how drain's curve lies to KEDA's.</summary>
public sealed class Comparison
{
    private static readonly TimeSpan StartUp = TimeSpan.FromSeconds(30);

    /// <summary>The start of a replica plus 5 s: below it a curve tells of the beginning of a load, not of a policy.</summary>
    public const double Comparable = 35;

    /// <summary>KEDA's setting whose p99 wait drain is asked for.</summary>
    private const double KedaTarget = 2;

    private Comparison(string name, IReadOnlyList<ReplayRow> rows)
    {
        (Name, Rows) = (name, rows);
        (Keda, Drain) = (Curve(ReplayedPolicy.Keda), Curve(ReplayedPolicy.Drain));
        AtKedasTarget = rows.Single(row => row.Candidate is { Policy: ReplayedPolicy.Keda, Knob: KedaTarget });
        Cheapest = rows.Where(row => row.Candidate.Policy == ReplayedPolicy.Drain && P99(row) <= P99(AtKedasTarget)).MinBy(row => row.Outcome.ReplicaHours)!;
    }

    public string Name { get; }

    public IReadOnlyList<ReplayRow> Rows { get; }

    public ReplayRow AtKedasTarget { get; }

    /// <summary>Drain with the fewest replica-hours whose p99 wait is no longer than that.</summary>
    public ReplayRow Cheapest { get; }

    public double Share => Cheapest.Outcome.ReplicaHours / AtKedasTarget.Outcome.ReplicaHours;

    /// <summary>KEDA's best: for each wait the fewest replica-hours that any setting reaches; the shortest wait first.</summary>
    private IReadOnlyList<ReplayRow> Keda { get; }

    private IReadOnlyList<ReplayRow> Drain { get; }

    /// <param name="others">Which policies beside drain and KEDA are wanted.</param>
    public static Comparison Of(Load load, params ReplayedPolicy[] others)
    {
        var plan = new ReplayPlan(new ReplicaRange(1, 2, 400), StartUp, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60), Candidates(others));
        return new(load.Name, [.. plan.Candidates.AsParallel().AsOrdered().Select(candidate => Replaying.Run(load.Trace, plan, candidate))]);
    }

    public static double P99(ReplayRow row) => row.Outcome.Percentile(99);

    /// <summary>Where drain's curve comes nearest to KEDA's: its hours over those of KEDA at the same wait, between two settings as the line between them.</summary>
    public (double Wait, double Ratio) Nearest() => Drain
        .Where(row => P99(row) > Comparable && P99(row) <= P99(Keda[^1]) && P99(row) >= P99(Keda[0]))
        .Select(row => (P99(row), row.Outcome.ReplicaHours / KedaHours(P99(row))))
        .MaxBy(point => point.Item2);

    private double KedaHours(double wait)
    {
        for (var index = 1; index < Keda.Count; index++)
        {
            var (left, right) = (Keda[index - 1], Keda[index]);
            if (P99(right) >= wait)
            {
                var share = (wait - P99(left)) / (P99(right) - P99(left));
                return left.Outcome.ReplicaHours + (share * (right.Outcome.ReplicaHours - left.Outcome.ReplicaHours));
            }
        }

        return Keda[^1].Outcome.ReplicaHours;
    }

    private List<ReplayRow> Curve(ReplayedPolicy policy)
    {
        var best = new List<ReplayRow>();
        foreach (var row in Rows.Where(row => row.Candidate.Policy == policy).OrderBy(P99).ThenBy(row => row.Outcome.ReplicaHours))
        {
            if (best.Count == 0 || (row.Outcome.ReplicaHours < best[^1].Outcome.ReplicaHours && P99(row) > P99(best[^1])))
            {
                best.Add(row);
            }
        }

        return best;
    }

    private static List<ReplayCandidate> Candidates(ReplayedPolicy[] others)
    {
        double[] targets = [0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8.5, 10, 12, 15, 20, 25, 30, 40, 50, 70, 100];
        double[] waits = [5, 10, 15, 20, 22.5, 25, 27.5, 30, 32.5, 35, 40, 45, 50, 60, 75, 90, 105, 120, 150, 180, 240, 300, 450, 600];
        return
        [
            .. waits.Select(wait => new ReplayCandidate(ReplayedPolicy.Drain, wait, ReplayPlan.DrainTo(TimeSpan.FromSeconds(wait), StartUp))),
            .. targets.Select(target => new ReplayCandidate(ReplayedPolicy.Keda, target, null)),
            .. others.SelectMany(other => targets.Select(target => new ReplayCandidate(other, target, null))),
        ];
    }
}
