namespace Slipway.Domain.Rollouts.Capacity;

/// <summary>
/// Whether pods find a node each, one after another, those first that ask for most of what is scarcest, each on the first node that has
/// room for it. What fits by one order of the nodes fits. Other pods that would have to go for theirs (priorities), spread, volumes and ports are not reckoned.
/// </summary>
public static class NodeFit
{
    /// <summary>How many pods of the moment find none, of the group that fares worst; null when all do.</summary>
    public static (PodGroup Pods, int Without)? Missing(CapacityMoment moment, IReadOnlyList<NodeRoom> nodes)
    {
        (PodGroup Pods, int Without)? worst = null;
        foreach (var order in Orders(nodes))
        {
            if (Place(moment, order) is not { } missing)
            {
                return null;
            }

            worst = worst is null || missing.Without < worst.Value.Without ? missing : worst;
        }

        return worst ?? Place(moment, []);
    }

    /// <summary>Whether a node has room for such a pod.</summary>
    public static bool HasRoom(PodDemand pod, NodeRoom node) => MayRun(pod, node) && pod.OfNode().All(asked => !Amount.IsMore(asked.Value, node.Free.GetValueOrDefault(asked.Key)));

    private static (PodGroup Pods, int Without)? Place(CapacityMoment moment, IReadOnlyList<NodeRoom> nodes)
    {
        var free = nodes.ToList();
        var without = new List<(PodGroup Pods, int Without)>();
        foreach (var pods in moment.Pods.OrderBy(pods => pods.Each.Nodes?.Count ?? int.MaxValue).ThenByDescending(pods => Share(pods.Each, nodes)))
        {
            var missing = Enumerable.Range(0, pods.Count).Count(_ => !TryPlace(pods.Each, free));
            without.Add((pods, missing));
        }

        return without.Exists(one => one.Without > 0) ? without.MaxBy(one => one.Without) : null;
    }

    private static bool TryPlace(PodDemand pod, List<NodeRoom> free)
    {
        var index = free.FindIndex(node => HasRoom(pod, node));
        if (index >= 0)
        {
            var asked = pod.OfNode();
            free[index] = free[index] with { Free = free[index].Free.ToDictionary(left => left.Key, left => left.Value - asked.GetValueOrDefault(left.Key), StringComparer.Ordinal) };
        }

        return index >= 0;
    }

    private static IEnumerable<IReadOnlyList<NodeRoom>> Orders(IReadOnlyList<NodeRoom> nodes)
    {
        var byRoom = nodes.OrderBy(node => node.Free.Sum(left => left.Value / Math.Max(1, nodes.Max(other => other.Free.GetValueOrDefault(left.Key))))).ToList();
        return nodes.Count == 0 ? [] : [nodes, byRoom, [.. byRoom.AsEnumerable().Reverse()]];
    }

    /// <summary>How much a pod asks for of what is scarcest for it.</summary>
    private static double Share(PodDemand pod, IReadOnlyList<NodeRoom> nodes) =>
        pod.OfNode().Select(asked => asked.Value / Math.Max(1e-9, nodes.Sum(node => Math.Max(0, node.Free.GetValueOrDefault(asked.Key))))).DefaultIfEmpty().Max();

    private static bool MayRun(PodDemand pod, NodeRoom node) => pod.Nodes?.Contains(node.Name) != false;
}
