namespace Slipway.Domain.Rollouts.Capacity;

/// <summary>A place where a release changes workloads, and what it needs there.</summary>
/// <param name="Name">The namespace, or the cluster of ECS.</param>
/// <param name="Quotas">Those of what the release takes.</param>
/// <param name="Moments">What it needs, time by time; none where nothing limits it.</param>
public sealed record CapacityPlace(string Name, IReadOnlyList<QuotaLimit> Quotas, IReadOnlyList<CapacityMoment> Moments)
{
    /// <summary>How many nodes are kept at most, unless more pods than that look for one.</summary>
    private const int MostNodes = 50;

    /// <summary>Whether quotas or nodes limit what runs there, needed or not.</summary>
    public bool IsLimited { get; init; }

    /// <summary>Those that have room for a pod at least; null where nodes do not limit it.</summary>
    public IReadOnlyList<NodeRoom>? Nodes { get; init; }

    /// <summary>Quotas that hold for some pods only.</summary>
    public IReadOnlyList<string> Scoped { get; init; } = [];

    /// <summary>The workloads whose nodes AWS brings by itself.</summary>
    public IReadOnlyList<string> Serverless { get; init; } = [];

    /// <summary>Why quotas are not told, in a clause; null where they are.</summary>
    public string? Untold { get; init; }

    /// <summary>Why nodes that were asked for are not told, in a clause; null where they are.</summary>
    public string? UntoldNodes { get; init; }

    /// <summary>Why nobody can tell now, in a sentence; null where somebody can.</summary>
    public string? Unreachable { get; init; }

    /// <summary>What was read, as far as it matters for what is needed: a record keeps it.</summary>
    public static CapacityPlace Of(string name, CapacityReading reading, IReadOnlyList<CapacityMoment> moments)
    {
        var pods = moments.SelectMany(moment => moment.Pods).ToList();
        var asked = pods.SelectMany(group => group.Each.OfNode().Keys).ToHashSet(StringComparer.Ordinal);
        var nodes = reading.Nodes is null || moments.Count == 0 ? null : reading.Nodes.Where(node => pods.Exists(group => NodeFit.HasRoom(group.Each, node)))
            .Select(node => node with { Free = node.Free.Where(left => asked.Contains(left.Key)).ToDictionary(StringComparer.Ordinal) })
            .Take(Math.Max(MostNodes, moments.Max(moment => moment.Pods.Sum(group => group.Count)))).ToList();
        return new(name, [.. reading.Quotas.Where(quota => moments.Any(moment => moment.Takes(quota.Resource) > 0))], [.. moments.Select(moment => moment.On(nodes))])
        {
            IsLimited = reading.Quotas.Count > 0 || reading.Nodes is not null,
            Nodes = nodes,
            Scoped = reading.Scoped,
            Serverless = reading.Serverless,
            Untold = reading.Untold,
            UntoldNodes = reading.UntoldNodes,
        };
    }
}

/// <param name="Waited">How long it has waited for room since the last other release of the environment ended.</param>
/// <param name="Within">How long it may.</param>
public sealed record CapacityInputs(IReadOnlyList<CapacityPlace> Places, TimeSpan Waited, TimeSpan Within)
{
    /// <summary>The release that changes one of the same services now; null when none does.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>Another release of the environment that takes room and gives it back; null when none is under way.</summary>
    public string? UnderWay { get; init; }
}
