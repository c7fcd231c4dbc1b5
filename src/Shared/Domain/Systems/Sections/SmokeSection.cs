using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about a request that shows whether something is good.</summary>
internal static class SmokeSection
{
    public static MapShape Shape { get; } = new("{url: https://api.example.com/health, expect: 200}",
    [
        Must("url", Scalars.Url, "What is asked, from outside the cluster."),
        May("expect", Scalars.Whole(100, 599, "200"), "The status of a good answer; without it, 200."),
        May("within", Scalars.Duration, "How long the answer may take."),
    ]);

    public static SmokeCheck Read(ManifestNode smoke) =>
        new(smoke["url"].Text ?? "", smoke["expect"].Whole ?? 200) { Within = smoke["within"].Duration };
}
