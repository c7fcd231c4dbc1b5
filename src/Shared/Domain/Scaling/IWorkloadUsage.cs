using System.Text.Json.Serialization;
using Slipway.Domain.Rollouts;

namespace Slipway.Domain.Scaling;

[JsonConverter(typeof(CamelCase<UsedResource>))]
public enum UsedResource
{
    Cpu,
    Memory,
}

/// <summary>
/// How much of what it asked for a workload uses. <paramref name="Levels"/> are percent of the request, one for each pod that has a level;
/// <paramref name="Pods"/> are those that neither leave nor failed. The levels that <paramref name="Ready"/> pods miss nobody measured yet;
/// pods beyond them are too young to count.
/// </summary>
public sealed record UsageReading(IReadOnlyList<double> Levels, int Pods, int Ready)
{
    /// <summary>Why there is no level now, in a sentence.</summary>
    public string? Problem { get; init; }

    public static UsageReading Unknown(string problem) => new([], 0, 0) { Problem = problem };
}

/// <summary>Reads how much of what they asked for the workloads of a cluster use: Kubernetes or ECS.</summary>
public interface IWorkloadUsage
{
    /// <summary>The usage now. That it is not known is an outcome, as with the depth of a queue: the next tick is near.</summary>
    /// <exception cref="RejectedException">There is no such workload, it asks for nothing that could be a hundred percent, or a person must mend how it is reached.</exception>
    Task<UsageReading> ReadAsync(WorkloadAddress workload, UsedResource resource, CancellationToken cancellationToken);
}
