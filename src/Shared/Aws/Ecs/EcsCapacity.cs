using System.Globalization;
using Amazon.ECS;
using Amazon.ECS.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Capacity;

namespace Slipway.Aws.Ecs;

/// <summary>
/// The room of a cluster of ECS, which knows no quotas: what the container instances that take tasks have left. On Fargate AWS brings
/// the nodes. Ports, placement constraints and what an instance offers besides CPU, memory and GPUs are not reckoned.
/// </summary>
public sealed class EcsCapacity(AwsClients clients) : ICapacity
{
    private const double UnitsOfCore = 1024;
    private const double MiB = 1L << 20;

    public async Task<CapacityReading> ReadAsync(IReadOnlyList<WorkloadAddress> workloads, bool asksNodes, CancellationToken cancellationToken)
    {
        if (!asksNodes)
        {
            return CapacityReading.Unlimited;
        }

        try
        {
            var services = new List<(WorkloadAddress Address, EcsCluster Cluster, Service Service)>();
            foreach (var address in workloads)
            {
                var cluster = EcsCluster.Open(clients, address);
                services.Add((address, cluster, await cluster.ServiceAsync(cancellationToken)));
            }

            var demands = new List<WorkloadDemand>();
            foreach (var (address, cluster, service) in services.Where(known => !IsOnFargate(known.Service)))
            {
                demands.Add(Of(address, service, (await cluster.RevisionAsync(EcsService.Asked(service), cancellationToken)).TaskDefinition));
            }

            var reading = CapacityReading.Unlimited with { Workloads = demands, Serverless = [.. services.Where(known => IsOnFargate(known.Service)).Select(known => known.Address.Name)] };
            return demands.Count == 0 ? reading : await WithInstancesAsync(services[0].Cluster, reading, cancellationToken);
        }
        catch (RejectedException failure)
        {
            // Whoever may not look, or finds no service, knows nothing of room; the rollout itself says what a person must mend.
            return CapacityReading.Unlimited with { Untold = failure.Message.TrimEnd('.') };
        }
    }

    private static async Task<CapacityReading> WithInstancesAsync(EcsCluster cluster, CapacityReading reading, CancellationToken cancellationToken)
    {
        try
        {
            var instances = await cluster.InstancesAsync(cancellationToken);
            return reading with { Nodes = [.. instances.Where(instance => instance.AgentConnected == true).Select(instance => new NodeRoom(instance.Ec2InstanceId ?? instance.ContainerInstanceArn, Free(instance)))] };
        }
        catch (RejectedException failure)
        {
            return reading with { UntoldNodes = failure.Message.TrimEnd('.') };
        }
    }

    private static bool IsOnFargate(Service service) => service.CapacityProviderStrategy is { Count: > 0 } strategy
        ? strategy.TrueForAll(item => item.CapacityProvider.StartsWith("FARGATE", StringComparison.Ordinal))
        : service.LaunchType == LaunchType.FARGATE;

    private static WorkloadDemand Of(WorkloadAddress address, Service service, TaskDefinition task)
    {
        var desired = EcsService.Desired(service);
        var beside = EcsService.DeploysByItself(service) ? desired : ReplacementOf(service).Beside(desired);
        return new(address, desired, beside, Demand(task, task.ContainerDefinitions), Demand(task, [.. task.ContainerDefinitions.Where(container => container.Name == address.Container)]));
    }

    /// <summary>Of a daemon service one task goes before the next comes, unless it says otherwise.</summary>
    private static Replacement ReplacementOf(Service service)
    {
        var isDaemon = service.SchedulingStrategy == SchedulingStrategy.DAEMON;
        var healthy = service.DeploymentConfiguration?.MinimumHealthyPercent ?? (isDaemon ? 0 : 100);
        var most = service.DeploymentConfiguration?.MaximumPercent ?? (isDaemon ? 100 : 200);
        return Replacement.OfDeployment(Percent(most - 100), Percent(100 - healthy));
    }

    private static string Percent(int share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, share)}%");

    /// <summary>What the whole task says counts, else what its containers reserve together.</summary>
    private static PodDemand Demand(TaskDefinition task, List<ContainerDefinition> containers) => new(new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["requests.cpu"] = (Whole(task.Cpu) ?? containers.Sum(container => container.Cpu ?? 0)) / UnitsOfCore,
        ["requests.memory"] = (Whole(task.Memory) ?? containers.Sum(container => container.MemoryReservation ?? container.Memory ?? 0)) * MiB,
        ["requests.gpu"] = containers.SelectMany(container => container.ResourceRequirements ?? []).Where(resource => resource.Type == ResourceType.GPU).Sum(resource => Whole(resource.Value) ?? 0),
    });

    private static Dictionary<string, double> Free(ContainerInstance instance)
    {
        double Left(string name) => instance.RemainingResources?.FirstOrDefault(resource => resource.Name == name) is { } found ? found.IntegerValue ?? found.StringSetValue?.Count ?? 0 : 0;
        return new(StringComparer.Ordinal) { ["cpu"] = Left("CPU") / UnitsOfCore, ["memory"] = Left("MEMORY") * MiB, ["gpu"] = Left("GPU") };
    }

    private static double? Whole(string? text) => double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
