namespace Slipway.Local.Account.Clusters;

/// <summary>
/// How a service of ECS deploys blue/green by itself: all replicas of the new revision come beside the old ones, take all requests at once
/// when each is ready, and the old ones are kept for a while. Who asks for the old revision again meanwhile has it back at once.
/// </summary>
internal sealed class BlueGreenDeployment(TimeSpan keep, Revision begun)
{
    public TimeSpan Keep => keep;

    /// <summary>The revision that requests go to.</summary>
    public Revision Production { get; private set; } = begun;

    /// <summary>The revision that they went to before, while it is kept.</summary>
    public Revision? Kept { get; private set; }

    /// <summary>Whether requests can go to what is wanted, and go elsewhere still.</summary>
    public bool IsReady(int desired, Revision wanted, IReadOnlyList<Pod> pods) =>
        Production != wanted && desired > 0 && pods.Count(pod => pod.IsReady && pod.Revision == wanted) >= desired;

    /// <summary>What was left for a kept side is not kept in its turn.</summary>
    public void Switch(Revision wanted) => (Kept, Production) = (Kept == wanted ? null : Production, wanted);

    public void Drop(Revision kept) => Kept = Kept == kept ? null : Kept;

    public ReplacementPlan Next(int desired, Revision wanted, IReadOnlyList<Pod> pods)
    {
        var live = pods.Where(pod => !pod.IsLeaving).ToList();
        var current = live.Where(pod => pod.Revision == wanted).ToList();
        return new([.. ReplacementPlan.New(pods, Math.Max(0, desired - current.Count))], [.. ReplacementPlan.Excess(current, desired), .. live.Where(pod => pod.Revision != wanted && pod.Revision != Production && pod.Revision != Kept)]);
    }
}
