using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Rollouts.Verification;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about when a rollout counts as good.</summary>
internal static class VerifySection
{
    private static readonly Words<MissingMetric> Missings = new(("wait", MissingMetric.Wait), ("good", MissingMetric.Good), ("bad", MissingMetric.Bad));

    private static MapShape Metric { get; } = new($"{{namespace: My/App, name: Errors, dimensions: {MetricSection.Dimensions.Example}, statistic: Sum, above: 10}}",
    [
        MetricSection.Namespace,
        Must("name", Scalars.Text("Errors"), "The metric's name."),
        May("dimensions", MetricSection.Dimensions, "What it is told apart by."),
        Must("statistic", MetricSection.Statistic, "How a minute's values become one."),
        May("above", MetricSection.Limit, "More than this in a minute is bad. Durations count as seconds, sizes as bytes, percentages as their number."),
        May("below", MetricSection.Limit, "Less than this in a minute is bad."),
        May("missing", Missings.Shape, "What a minute without a value is: wait, unless said otherwise, for up to 5m after the bake, then it is bad; good, for a metric that is not there every minute; or bad at once."),
    ]);

    public static MapShape Shape { get; } = new("{stableWithin: 10m, bake: 5m}",
    [
        May("stableWithin", Scalars.Duration, "How long a workload may take until all its replicas are ready; without it, 10m."),
        May("bake", Scalars.Duration, "How long smoke requests, alarms and metrics must stay good; without it, 5m."),
        May("smoke", new ListShape($"[{SmokeSection.Shape.Example}]", SmokeSection.Shape), "Requests that must be answered after the rollout."),
        May("metrics", new ListShape($"[{Metric.Example}]", Metric, Filled: true), "Metrics that must keep to their limits in every minute of the bake."),
        May("jobs", new ListShape("[jobs.smoke-test]", Scalars.PathInto("jobs.smoke-test", "jobs"), Filled: true, Distinct: true),
            "Jobs that must succeed after the rollout, run once beside the workload, in its network and with its secrets."),
        .. KeptKeys.Verify,
    ]);

    public static void Check(ManifestNode document, Problems problems)
    {
        var verify = document["rollout"]["verify"];
        foreach (var smoke in verify["smoke"].Items)
        {
            SmokeSection.Check(smoke, problems);
        }

        foreach (var metric in verify["metrics"].Items)
        {
            CheckMetric(metric, problems);
        }

        foreach (var job in verify["jobs"].Items)
        {
            JobSection.CheckVerification(job, document, problems);
        }
    }

    public static RolloutPolicy Read(ManifestNode verify, RolloutPolicy policy) => policy with
    {
        StableWithin = verify["stableWithin"].Duration ?? policy.StableWithin,
        Bake = verify["bake"].Duration ?? policy.Bake,
        Smoke = [.. verify["smoke"].Items.Select(SmokeSection.Read)],
        Metrics = [.. verify["metrics"].Items.Select(ReadMetric)],
        Jobs = [.. verify["jobs"].Texts.Select(job => job.Split('.')[^1])],
    };

    private static void CheckMetric(ManifestNode metric, Problems problems)
    {
        MetricSection.CheckLimit(metric, problems);
        foreach (var value in metric["dimensions"].Items.Select(dimension => dimension["value"]).Where(value => value.Text?.Contains(CanaryComparison.Workload, StringComparison.Ordinal) == true))
        {
            problems.Add(value, $"{CanaryComparison.Workload} belongs to canary.compare; write the name of one workload");
        }
    }

    private static MetricCheck ReadMetric(ManifestNode metric) =>
        new(MetricSection.Read(metric), metric["statistic"].Text ?? "", MetricSection.LimitOf((metric.Find("above") ?? metric["below"]).Text), metric.Find("above") is not null)
        {
            Missing = Missings.Find(metric["missing"].Text) ?? MissingMetric.Wait,
        };
}
