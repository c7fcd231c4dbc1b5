namespace Slipway.Local.Account.Clusters;

/// <summary>What a controller does next: ordinals to create pods for and pods to end.</summary>
internal sealed record ReplacementPlan(IReadOnlyList<int> Create, IReadOnlyList<Pod> End)
{
    public bool IsEmpty => Create.Count == 0 && End.Count == 0;

    /// <summary>Ordinals for so many pods that none had before.</summary>
    public static IEnumerable<int> New(IReadOnlyList<Pod> pods, int count) => Enumerable.Range(pods.Count == 0 ? 0 : pods.Max(pod => pod.Ordinal) + 1, count);

    /// <summary>Of pods that are all wanted those that are too many: first what is not ready, then the youngest.</summary>
    public static IEnumerable<Pod> Excess(IReadOnlyList<Pod> current, int desired) =>
        current.OrderBy(pod => pod.IsReady).ThenByDescending(pod => pod.Ordinal).Take(Math.Max(0, current.Count - desired));
}

/// <summary>
/// How a Deployment and an ECS service replace their pods: never more than desired and surge, never fewer ready than
/// desired less unavailable. Pods of an old revision that are not ready go first; they serve nobody.
/// </summary>
internal sealed record RollingReplacement(double SurgeShare, double UnavailableShare)
{
    public static RollingReplacement Deployment { get; } = new(0.25, 0.25);

    /// <summary>minimumHealthyPercent 100, maximumPercent 200.</summary>
    public static RollingReplacement EcsService { get; } = new(1, 0);

    public int Surge(int desired) => (int)Math.Ceiling(desired * SurgeShare);

    public int Unavailable(int desired) => (int)Math.Floor(desired * UnavailableShare);

    public ReplacementPlan Next(int desired, Revision wanted, IReadOnlyList<Pod> pods)
    {
        var live = pods.Where(pod => !pod.IsLeaving).ToList();
        var current = live.Where(pod => pod.Revision == wanted).ToList();
        var create = Math.Clamp(desired + Surge(desired) - live.Count, 0, Math.Max(0, desired - current.Count));
        return new([.. ReplacementPlan.New(pods, create)], [.. ReplacementPlan.Excess(current, desired), .. OldToEnd(desired, wanted, live)]);
    }

    private IEnumerable<Pod> OldToEnd(int desired, Revision wanted, List<Pod> live)
    {
        var old = live.Where(pod => pod.Revision != wanted).ToList();
        var starting = live.Count(pod => pod.Revision == wanted && !pod.IsReady);
        var least = desired - Unavailable(desired);
        var spare = Math.Max(0, live.Count - least - starting);
        var broken = old.Where(pod => !pod.IsReady).Take(spare).ToList();
        var serving = Math.Min(Math.Max(0, live.Count(pod => pod.IsReady) - least), spare - broken.Count);
        return broken.Concat(old.Where(pod => pod.IsReady).Take(serving));
    }
}

/// <summary>
/// How a StatefulSet and a DaemonSet replace their pods: one by one from the highest ordinal down, the next one when all are
/// ready. A broken pod of an abandoned revision is ended at once, since an ordered StatefulSet would wait for it for ever.
/// </summary>
internal sealed record OneByOneReplacement(bool Ordered)
{
    public ReplacementPlan Next(int desired, Revision wanted, IReadOnlyList<Pod> pods)
    {
        var missing = Enumerable.Range(0, desired).Where(ordinal => pods.All(pod => pod.Ordinal != ordinal)).ToList();
        var create = Ordered ? missing.Take(1).Where(ordinal => pods.Where(pod => pod.Ordinal < ordinal).All(pod => pod.IsReady)).ToList() : missing;
        var live = pods.Where(pod => !pod.IsLeaving).ToList();
        var beyond = live.Where(pod => pod.Ordinal >= desired).OrderByDescending(pod => pod.Ordinal).Take(Ordered ? 1 : int.MaxValue).ToList();
        var broken = live.Where(pod => pod.Revision != wanted && !pod.IsReady && pod.Ordinal < desired).Take(1).ToList();
        var settled = missing.Count == 0 && pods.All(pod => pod.IsReady) && beyond.Count == 0;
        var next = live.Where(pod => settled && pod.Revision != wanted).OrderByDescending(pod => pod.Ordinal).Take(1);
        return new(create, [.. beyond, .. broken, .. next]);
    }
}
