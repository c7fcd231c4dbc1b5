using System.Globalization;

namespace Slipway.Tests.Wire.Kubernetes.Fake;

/// <summary>The ReplicaSet controller: as many pods as asked for, ending those that do not serve first, then those of the lowest deletion cost.</summary>
internal sealed class FakeReplicaSets(FakeStore store, FakeNodes nodes)
{
    private int _made;

    public static bool IsActive(StoredObject pod) => !pod.IsLeaving && (string?)pod.Status["phase"] is not ("Succeeded" or "Failed");

    public static int Replicas(StoredObject set) => (int)set.Spec["replicas"]!;

    public void Scale(StoredObject set, int replicas) => store.Write(set, () => set.Spec["replicas"] = replicas);

    public void Step(StoredObject set, DateTimeOffset now)
    {
        var pods = store.OwnedBy(set, "pods").Where(IsActive).ToList();
        for (var count = pods.Count; count < Replicas(set); count++)
        {
            Create(set);
        }

        foreach (var pod in pods.OrderBy(FakeNodes.IsReady).ThenBy(Cost).ThenByDescending(pod => pod.Uid).Take(Math.Max(0, pods.Count - Replicas(set))))
        {
            nodes.End(pod, now);
        }
    }

    private void Create(StoredObject set)
    {
        var pod = set.Spec["template"]!.DeepClone().AsObject();
        pod["metadata"]!["name"] = string.Create(CultureInfo.InvariantCulture, $"{set.Name}-{++_made:x5}");
        store.Create("pods", set.Namespace, new() { ["metadata"] = pod["metadata"]!.DeepClone(), ["spec"] = pod["spec"]!.DeepClone() }, "kube-controller-manager", set);
    }

    private static int Cost(StoredObject pod) => int.TryParse(pod.Annotation("controller.kubernetes.io/pod-deletion-cost"), CultureInfo.InvariantCulture, out var cost) ? cost : 0;
}
