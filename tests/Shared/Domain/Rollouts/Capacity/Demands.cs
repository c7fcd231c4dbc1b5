using Slipway.Domain.Rollouts.Capacity;
using Slipway.Domain.Systems;

namespace Slipway.Tests.Shared.Domain.Rollouts.Capacity;

/// <summary>Pods and services for the tables: half a core and 512 MiB each.</summary>
internal static class Demands
{
    public const double MiB = 1L << 20;

    public static PodDemand Pod(double cpu = 0.5, double memory = 512 * MiB, params IReadOnlyList<string> nodes) =>
        new(new Dictionary<string, double>(StringComparer.Ordinal) { ["pods"] = 1, ["requests.cpu"] = cpu, ["requests.memory"] = memory, ["limits.cpu"] = 2 * cpu }) { Nodes = nodes.Count == 0 ? null : nodes };

    public static PlannedService Service(string name, int replicas = 3, int beside = 1, bool hasCanary = false, params IReadOnlyList<string> dependsOn) => new(
        new(name),
        [.. dependsOn.Select(other => new ServiceName(other))],
        new(new(Any.Location, "shop", "shop", WorkloadKind.Deployment, name, name), replicas, beside, Pod(), Pod(0.1)),
        hasCanary);

    public static PlannedJob Job(string name) => new(name, Pod(0.1));

    public static NodeRoom Node(string name, double cpu, double memory = 8192 * MiB, double pods = 10) =>
        new(name, new Dictionary<string, double>(StringComparer.Ordinal) { ["cpu"] = cpu, ["memory"] = memory, ["pods"] = pods });
}
