using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about a green side that takes all requests at once.</summary>
internal static class BlueGreenSection
{
    private static readonly TimeSpan Preview = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(10);

    private static MapShape Smoke { get; } = new(SmokeSection.Shape.Example,
    [
        .. SmokeSection.Shape.Keys,
        May("service", Scalars.PathInto("services.api", "services"), "Where several services of ECS are held at pause hooks, the one that must answer; without it, whichever is held."),
    ]);

    public static MapShape Shape { get; } = new("{preview: 1m, keep: 10m}",
    [
        May("preview", Scalars.Duration, "How long the green side must stay good before it takes requests; without it, 1m."),
        May("smoke", new ListShape($"[{Smoke.Example}]", Smoke), "Requests to the green side that must be answered before the switch, such as through a Service of yours that selects its pods."),
        May("keep", Scalars.Duration, "How long the old side is kept after the switch, while smoke requests and alarms must stay good; without it, 10m."),
    ]);

    public static void Check(ManifestNode blueGreen, ManifestNode strategy, Problems problems)
    {
        if (blueGreen is not AbsentNode && strategy.Text != "blueGreen")
        {
            problems.Add(blueGreen, "belongs to strategy: blueGreen; write that, or remove it");
        }

        foreach (var smoke in blueGreen["smoke"].Items)
        {
            SmokeSection.Check(smoke, problems);
        }
    }

    public static CanaryPlan Read(ManifestNode blueGreen) => CanaryPlan.BlueGreen(blueGreen["preview"].Duration ?? Preview, blueGreen["keep"].Duration ?? Keep) with
    {
        Preview = [.. blueGreen["smoke"].Items.Select(smoke => SmokeSection.Read(smoke) with { Service = smoke["service"].Text is { } service ? new(service.Split('.')[^1]) : null })],
    };
}
