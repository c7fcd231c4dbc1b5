using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;

namespace Slipway.Domain.Systems.Sections;

/// <summary>
/// The longest times that the state machines can wait for: each stays well below the machines' own timeouts and below the 25,000 events
/// that Step Functions keeps of an execution. A manifest that takes the most of all of them could come beyond both: then the release ends by that.
/// </summary>
internal static class TimeLimits
{
    private static readonly TimeSpan Snapshot = TimeSpan.FromHours(5);
    private static readonly TimeSpan Job = TimeSpan.FromHours(2);
    private static readonly TimeSpan Stable = TimeSpan.FromHours(2);
    private static readonly TimeSpan Bake = TimeSpan.FromHours(3);
    private static readonly TimeSpan Canary = TimeSpan.FromHours(2);
    private static readonly TimeSpan Pauses = TimeSpan.FromHours(2);
    private static readonly TimeSpan Scan = TimeSpan.FromHours(12);

    public static void Check(ManifestNode document, Problems problems)
    {
        var verify = document["rollout"]["verify"];
        Check(document["rollout"]["scan"]["within"], Scan, problems);
        Check(document["rollout"]["signature"]["within"], Scan, problems);
        Check(verify["stableWithin"], Stable, problems);
        Check(verify["bake"], Bake, problems);
        Check(document["rollout"]["pauseHooks"]["within"], Pauses, problems);
        CheckCanary(document["rollout"]["canary"]["steps"], problems);
        Check(document["rollout"]["blueGreen"]["preview"], Canary / 2, problems);
        Check(document["rollout"]["blueGreen"]["keep"], Canary / 2, problems);
        foreach (var database in document["databases"].Entries)
        {
            Check(database.Value["backup"]["snapshotWithin"], Snapshot, problems);
        }

        foreach (var job in document["jobs"].Entries)
        {
            Check(job.Value["timeout"], Job, problems);
        }
    }

    private static void CheckCanary(ManifestNode steps, Problems problems)
    {
        if (steps.Items.Aggregate(TimeSpan.Zero, (sum, step) => sum + (step["for"].Duration ?? TimeSpan.Zero)) > Canary)
        {
            problems.Add(steps, $"a release cannot wait that long; write at most {Measure.Notation(Canary)} together");
        }
    }

    private static void Check(ManifestNode written, TimeSpan most, Problems problems)
    {
        if (written.Duration is { } duration && duration > most)
        {
            problems.Add(written, $"a release cannot wait that long; write at most {Measure.Notation(most)}");
        }
    }
}
