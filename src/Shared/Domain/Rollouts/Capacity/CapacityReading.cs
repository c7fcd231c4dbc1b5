namespace Slipway.Domain.Rollouts.Capacity;

/// <summary>How much of a resource a quota allows, and how much of that is taken: CPU in cores, memory and storage in bytes, all else by number.</summary>
/// <param name="Resource">As quotas name it, of two names for one the longer: <c>pods</c>, <c>requests.cpu</c>, <c>limits.memory</c>, <c>count/jobs.batch</c>.</param>
public sealed record QuotaLimit(string Quota, string Resource, double Hard, double Used);

/// <summary>A node that takes pods, and what it has left for more of them, by resource as nodes name it: <c>cpu</c>, <c>memory</c>, <c>pods</c>.</summary>
public sealed record NodeRoom(string Name, IReadOnlyDictionary<string, double> Free);

/// <summary>What one pod takes, or one task of ECS, as quotas name it.</summary>
public sealed record PodDemand(IReadOnlyDictionary<string, double> Takes)
{
    private const string Requests = "requests.";

    /// <summary>The nodes on which its labels and tolerations let it run; null where those are all, or not asked for.</summary>
    public IReadOnlyList<string>? Nodes { get; init; }

    /// <summary>The same as nodes name it: what is requested, since limits may be more than a node has.</summary>
    public IReadOnlyDictionary<string, double> OfNode() => Takes.Where(taken => taken.Key == "pods" || taken.Key.StartsWith(Requests, StringComparison.Ordinal))
        .ToDictionary(taken => taken.Key == "pods" ? taken.Key : taken.Key[Requests.Length..], taken => taken.Value, StringComparer.Ordinal);
}

/// <summary>A workload as its cluster has it: so many replicas of a pod, what takes their place, and what a job in its likeness takes.</summary>
/// <param name="Beside">How many pods more there must be room for while its replicas are replaced.</param>
public sealed record WorkloadDemand(WorkloadAddress Workload, int Replicas, int Beside, PodDemand Pod, PodDemand Job);

/// <summary>The room of a place, and what the workloads there that it limits take.</summary>
public sealed record CapacityReading(IReadOnlyList<QuotaLimit> Quotas, IReadOnlyList<WorkloadDemand> Workloads)
{
    /// <summary>What nothing limits.</summary>
    public static CapacityReading Unlimited { get; } = new([], []);

    /// <summary>Those that take pods; null where nobody asked for them, or they are not told.</summary>
    public IReadOnlyList<NodeRoom>? Nodes { get; init; }

    /// <summary>Quotas that hold for some pods only, by their name: they are left out.</summary>
    public IReadOnlyList<string> Scoped { get; init; } = [];

    /// <summary>The workloads whose nodes AWS brings by itself (Fargate).</summary>
    public IReadOnlyList<string> Serverless { get; init; } = [];

    /// <summary>Why quotas are not told, in a clause; null where they are.</summary>
    public string? Untold { get; init; }

    /// <summary>Why nodes that were asked for are not told, in a clause; null where they are.</summary>
    public string? UntoldNodes { get; init; }
}
