using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about trying an image beside what serves.</summary>
internal static class CanarySection
{
    private static readonly Words<double> Units = new(("ms", 1), ("s", 1000));
    private static readonly Words<TooFewRequests> Ends = new(("stop", TooFewRequests.Stop), ("goOn", TooFewRequests.GoOn));

    private static MapShape Step { get; } = new("{share: 20%, for: 5m}",
    [
        Must("share", Scalars.Percent, "The share of all replicas, from 1% to 90%."),
        Must("for", Scalars.Duration, "How long smoke requests, alarms and comparisons must stay good then."),
    ]);

    private static ListShape Dimensions { get; } =
        MetricSection.DimensionsLike(CanaryComparison.Workload, $"Which one it is; {CanaryComparison.Workload} is the workload's name, of its canary with -canary behind it.", filled: true);

    private static MapShape Latency { get; } = new($"{{namespace: My/App, name: Latency, dimensions: {Dimensions.Example}}}",
    [
        MetricSection.Namespace,
        Must("name", Scalars.Text("Latency"), "The metric's name: a value for each request, no statistic sets."),
        Must("dimensions", Dimensions, "What it is told apart by, the two sides as well."),
        May("unit", Units.Shape, "ms or s; without it, ms."),
    ]);

    private static MapShape Errors { get; } = new($"{{namespace: My/App, name: Errors, dimensions: {Dimensions.Example}}}",
    [
        MetricSection.Namespace,
        Must("name", Scalars.Text("Errors"), "The metric's name: its sum is the number of failed requests."),
        Must("dimensions", Dimensions, "What it is told apart by, the two sides as well."),
    ]);

    private static MapShape Comparison { get; } = new($"{{service: services.api, latency: {Latency.Example}}}",
    [
        Must("service", Scalars.PathInto("services.api", "services"), "The service whose canary is compared with it."),
        Must("latency", Latency, "How long requests take; how many there are it tells as well."),
        May("errors", Errors, "How many of them fail; without it, that is not compared."),
        May("slowerBy", Scalars.Percent, "How much slower is not worth stopping for; without it, 25%."),
        May("moreErrorsBy", Scalars.Percent, "How many more errors of all requests are not worth it; without it, 0.5%."),
        May("tooFew", Ends.Shape, "What becomes of a canary with fewer than 250 requests on a side: stop, unless said otherwise, or goOn."),
    ]);

    public static MapShape Shape { get; } = new($"{{steps: [{Step.Example}]}}",
    [
        May("steps", new ListShape($"[{Step.Example}]", Step, Filled: true), "Each with a greater share than the one before; without it, 20% for 5m and 50% for 5m."),
        May("compare", new ListShape($"[{Comparison.Example}]", Comparison, Filled: true), "Metrics of the canary that are compared with those of what serves; one in a hundred canaries that are no worse is stopped at most, at each step."),
    ]);

    public static void Check(ManifestNode canary, ManifestNode strategy, ManifestNode services, Problems problems)
    {
        if (canary is not AbsentNode && strategy.Text != "canary")
        {
            problems.Add(canary, "belongs to strategy: canary; write that, or remove it");
        }

        CheckSteps(canary["steps"].Items, problems);
        foreach (var comparison in canary["compare"].Items)
        {
            CheckComparison(comparison, services, problems);
        }
    }

    public static CanaryPlan Read(ManifestNode canary) => new(
        canary["steps"] is AbsentNode ? CanaryPlan.Usual.Steps : [.. canary["steps"].Items.Select(step => new CanaryStep((int)(Measure.Percent(step["share"].Text) ?? 0), step["for"].Duration ?? default))])
    {
        Comparisons = [.. canary["compare"].Items.Select(ReadComparison)],
    };

    private static void CheckSteps(IReadOnlyList<ManifestNode> steps, Problems problems)
    {
        var before = 0.0;
        foreach (var share in steps.Select(step => step["share"]))
        {
            if (Measure.Percent(share.Text) is not { } percent)
            {
                continue;
            }

            if (percent is < 1 or > 90 || percent <= before)
            {
                problems.Add(share, percent <= before ? $"is {share.Text}, not more than the step before; write a greater share" : $"is {share.Text}; write from 1% to 90%");
            }

            before = percent;
        }
    }

    private static void CheckComparison(ManifestNode comparison, ManifestNode services, Problems problems)
    {
        var service = comparison["service"];
        if (service.Text is { } path && services[path.Split('.')[^1]]["kind"].Text is "StatefulSet" or "DaemonSet")
        {
            problems.Add(service, $"is a {services[service.Text!.Split('.')[^1]]["kind"].Text}, which has no canary; name a Deployment or an EcsService");
        }

        foreach (var metric in new[] { comparison["latency"], comparison["errors"] }.Where(metric => metric["dimensions"] is ListNode))
        {
            if (!metric["dimensions"].Items.Any(dimension => dimension["value"].Text?.Contains(CanaryComparison.Workload, StringComparison.Ordinal) == true))
            {
                problems.Add(metric["dimensions"], $"tell the canary from what serves by none; write {CanaryComparison.Workload} in one, such as {Dimensions.Item.Example}");
            }
        }
    }

    private static CanaryComparison ReadComparison(ManifestNode comparison) => new(
        new(comparison["service"].Text?.Split('.')[^1] ?? ""),
        MetricSection.Read(comparison["latency"]),
        Units.Find(comparison["latency"]["unit"].Text) ?? 1,
        comparison["errors"] is AbsentNode ? null : MetricSection.Read(comparison["errors"]),
        new()
        {
            SlowerBy = Measure.Percent(comparison["slowerBy"].Text) / 100 ?? new CanaryPolicy().SlowerBy,
            MoreErrorsBy = Measure.Percent(comparison["moreErrorsBy"].Text) / 100 ?? new CanaryPolicy().MoreErrorsBy,
            TooFew = Ends.Find(comparison["tooFew"].Text) ?? TooFewRequests.Stop,
        });
}
