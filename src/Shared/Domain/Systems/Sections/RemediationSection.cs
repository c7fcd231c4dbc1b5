using Slipway.Domain.Remediation;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about what to do when an alarm goes off.</summary>
internal static class RemediationSection
{
    private static readonly Words<RemediationAction> Actions = new(
        ("rollback", RemediationAction.Rollback),
        ("scaleOut", RemediationAction.ScaleOut),
        ("restart", RemediationAction.Restart),
        ("pauseWorkers", RemediationAction.PauseWorkers),
        ("notify", RemediationAction.Notify),
        ("page", RemediationAction.Page));

    /// <summary>The keys that only one action understands.</summary>
    private static readonly (string Key, string Action)[] Belonging = [("ifDeployedWithin", "rollback"), ("by", "scaleOut"), ("upTo", "scaleOut")];

    public static MapShape Shape { get; } = new("{action: notify}",
    [
        Must("action", Actions.Shape, "What is done."),
        May("service", Scalars.NameIn("services", "api"), "What it is done to; without it, the service that the alarm watches."),
        May("ifDeployedWithin", Scalars.Duration, "For rollback: only when a release was verified within this time."),
        May("by", Scalars.Whole(1, 1000, "1"), "For scaleOut: replicas to add; without it, 1."),
        May("upTo", Scalars.Whole(1, 1000, "6"), "For scaleOut: the most replicas it may reach, even above replicas.max; without it, replicas.max."),
    ]);

    public static void Check(ManifestNode alarm, Problems problems)
    {
        foreach (var step in alarm["remediate"].Items)
        {
            var action = step["action"].Text;
            foreach (var (key, only) in Belonging.Where(pair => pair.Action != action && step.Find(pair.Key) is not null && Actions.Find(action) is not null))
            {
                problems.Add(step[key], $"belongs to action: {only}; remove it from {action}");
            }

            if (action is "rollback" && step.Find("ifDeployedWithin") is null)
            {
                problems.Add(step["ifDeployedWithin"], "missing; write how recent the release must be, such as ifDeployedWithin: 30m");
            }

            if (action is "scaleOut" or "restart" or "pauseWorkers" && step.Find("service") is null && alarm["watch"].Text?.StartsWith("services.", StringComparison.Ordinal) is false)
            {
                problems.Add(step["service"], $"missing; the alarm watches no service, so write which one to {action}, such as service: api");
            }
        }
    }

    public static IReadOnlyList<RemediationStep> Read(ManifestNode steps) => [.. steps.Items.Select(ReadStep)];

    private static RemediationStep ReadStep(ManifestNode step) => new(Actions.Find(step["action"].Text) ?? default)
    {
        Service = step["service"].Text,
        IfDeployedWithin = step["ifDeployedWithin"].Duration,
        By = step["by"].Whole ?? 1,
        UpTo = step["upTo"].Whole,
    };
}
