using Amazon.EKS;
using Amazon.EKS.Model;
using Slipway.Aws.Access;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Aws.Kubernetes.Clusters;
using Slipway.Aws.Kubernetes.Nodes;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling.Nodes;

namespace Slipway.Aws.Kubernetes;

/// <summary>Managed node groups of EKS: how many nodes are asked for stands there, what runs on them in their cluster.</summary>
public sealed class EksNodeGroups(AwsClients clients, KubernetesClusters clusters) : INodeGroups
{
    public async Task<NodeGroupState> ReadAsync(NodeGroupAddress group, CancellationToken cancellationToken)
    {
        var found = FindAsync(group, cancellationToken);
        var cluster = new ClusterNodes(await clusters.OpenAsync(group.Location, group.Cluster, cancellationToken));
        var (nodes, pods) = (cluster.NodesAsync(Own(group), cancellationToken), cluster.PodsAsync(cancellationToken));
        await Task.WhenAll(found, nodes, pods);
        return new NodeGroupReading(await found, await nodes, await pods).State();
    }

    public async Task<ReplicaCount> CountAsync(NodeGroupAddress group, CancellationToken cancellationToken)
    {
        var found = await FindAsync(group, cancellationToken);
        var cluster = new ClusterNodes(await clusters.OpenAsync(group.Location, group.Cluster, cancellationToken));
        return new NodeGroupReading(found, await cluster.NodesAsync(Own(group), cancellationToken), []).State().Count;
    }

    public async Task ScaleAsync(NodeGroupAddress group, int nodes, CancellationToken cancellationToken)
    {
        var scaling = (await FindAsync(group, cancellationToken)).ScalingConfig;
        if (nodes < (scaling?.MinSize ?? 0) || nodes > (scaling?.MaxSize ?? int.MaxValue))
        {
            throw new RejectedException($"The node group {Place(group)} allows {scaling?.MinSize} to {scaling?.MaxSize} nodes, not {nodes}: change that in EKS, or nodes in the manifest.");
        }

        if (scaling?.DesiredSize != nodes)
        {
            var request = new UpdateNodegroupConfigRequest { ClusterName = group.Cluster, NodegroupName = group.Group, ScalingConfig = new() { DesiredSize = nodes } };
            await AskAsync($"The node group {Place(group)} cannot be changed", group, eks => eks.UpdateNodegroupConfigAsync(request, cancellationToken));
        }
    }

    private static LabelSelector Own(NodeGroupAddress group) => new(new() { [NodeGroupReading.Label] = group.Group }, null);

    private async Task<Nodegroup> FindAsync(NodeGroupAddress group, CancellationToken cancellationToken)
    {
        var request = new DescribeNodegroupRequest { ClusterName = group.Cluster, NodegroupName = group.Group };
        return (await AskAsync($"The node group {Place(group)} cannot be read", group, eks => eks.DescribeNodegroupAsync(request, cancellationToken))).Nodegroup;
    }

    private Task<T> AskAsync<T>(string failed, NodeGroupAddress group, Func<AmazonEKSClient, Task<T>> call) => AwsCall.AskAsync(failed, async () =>
    {
        try
        {
            return await call(clients.For(group.Location, AwsServices.Eks));
        }
        catch (ResourceNotFoundException failure)
        {
            throw new RejectedException($"There is no node group {Place(group)}: it was deleted, or the manifest names it wrongly.", failure);
        }
        catch (ResourceInUseException failure)
        {
            throw new Domain.ConflictException($"{failed}: another change of it is under way.", failure);
        }
    });

    private static string Place(NodeGroupAddress group) => $"{group.Group} of the cluster {group.Cluster} in {group.Location.Region}";
}
