using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about how a release gets in and what it must pass.</summary>
internal static class RolloutSection
{
    private static readonly Words<Severity> Severities =
        new(("critical", Severity.Critical), ("high", Severity.High), ("medium", Severity.Medium), ("low", Severity.Low), ("informational", Severity.Informational));

    private static MapShape Scan { get; } = new("{required: true, failOn: critical, within: 15m}",
    [
        May("required", Scalars.Flag, "Whether a release waits for its image's scan; true unless said otherwise."),
        May("failOn", Severities.Shape, "The least severity that refuses the image; critical unless said otherwise."),
        May("within", Scalars.Duration, "How long the scan may take; without it, 15m."),
    ]);

    private static MapShape Smoke { get; } = new("{url: https://api.example.com/health, expect: 200}",
    [
        Must("url", Scalars.Url, "What is asked, from outside the cluster."),
        May("expect", Scalars.Whole(100, 599, "200"), "The status of a good answer; without it, 200."),
        May("within", Scalars.Duration, "How long the answer may take."),
    ]);

    private static MapShape Verify { get; } = new("{stableWithin: 10m, bake: 5m}",
    [
        May("stableWithin", Scalars.Duration, "How long a workload may take until all its replicas are ready; without it, 10m."),
        May("bake", Scalars.Duration, "How long smoke requests and alarms must stay good; without it, 5m."),
        May("smoke", new ListShape($"[{Smoke.Example}]", Smoke), "Requests that must be answered after the rollout."),
        .. KeptKeys.Verify,
    ]);

    public static MapShape Shape { get; } = new("{strategy: rolling}",
    [
        May("strategy", Scalars.Choice("rolling"), "How replicas are replaced."),
        May("scan", Scan, "What the scan of an image must say."),
        May("verify", Verify, "When a rollout counts as good."),
        May("onFailure", Scalars.Choice("rollback"), "What happens otherwise: always the last known good image."),
        .. KeptKeys.Rollout,
    ]);

    public static RolloutPolicy Read(ManifestNode rollout)
    {
        var (standard, scan, verify) = (RolloutPolicy.Standard, rollout["scan"], rollout["verify"]);
        return new()
        {
            Scan = new(
                scan["required"].Flag ?? standard.Scan.Required,
                Severities.Find(scan["failOn"].Text) ?? standard.Scan.FailOn,
                scan["within"].Duration ?? standard.Scan.Within),
            StableWithin = verify["stableWithin"].Duration ?? standard.StableWithin,
            Bake = verify["bake"].Duration ?? standard.Bake,
            Smoke = [.. verify["smoke"].Items.Select(ReadSmoke)],
        };
    }

    private static SmokeCheck ReadSmoke(ManifestNode smoke) =>
        new(smoke["url"].Text ?? "", smoke["expect"].Whole ?? 200) { Within = smoke["within"].Duration };
}
