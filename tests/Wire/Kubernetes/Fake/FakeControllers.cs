using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Slipway.Tests.Wire.Kubernetes.Fake;

/// <summary>The controller manager: brings pods to what Deployments, StatefulSets and DaemonSets ask for, by their documented order.</summary>
internal sealed class FakeControllers(FakeStore store, FakeNodes nodes)
{
    private const string Revision = "deployment.kubernetes.io/revision";
    private readonly FakeReplicaSets _sets = new(store, nodes);
    private int _made;

    /// <summary>How many nodes a DaemonSet runs on.</summary>
    public int Nodes { get; set; } = 3;

    public void Step(DateTimeOffset now)
    {
        foreach (var deployment in store.All("deployments"))
        {
            StepDeployment(deployment, now);
        }

        foreach (var set in store.All("replicasets"))
        {
            _sets.Step(set, now);
        }

        foreach (var set in store.All("statefulsets"))
        {
            StepStatefulSet(set, now);
        }

        foreach (var set in store.All("daemonsets"))
        {
            StepDaemonSet(set, now);
        }
    }

    private void StepDeployment(StoredObject deployment, DateTimeOffset now)
    {
        var hash = Hash(deployment);
        var sets = store.OwnedBy(deployment, "replicasets");
        var wanted = sets.FirstOrDefault(set => set.Label("pod-template-hash") == hash);
        var highest = sets.Select(RevisionOf).DefaultIfEmpty(0).Max();
        if ((bool?)deployment.Spec["paused"] != true)
        {
            wanted ??= NewSet(deployment, hash);
            if (RevisionOf(wanted) < highest || highest == 0)
            {
                store.Write(wanted, () => Annotate(wanted, Revision, (highest + 1).ToString(CultureInfo.InvariantCulture)));
            }

            Roll(deployment, wanted, [.. store.OwnedBy(deployment, "replicasets").Where(set => set != wanted)]);
        }

        var all = store.OwnedBy(deployment, "replicasets").SelectMany(set => store.OwnedBy(set, "pods")).Where(FakeReplicaSets.IsActive).ToList();
        var updated = wanted is null ? [] : store.OwnedBy(wanted, "pods").Where(FakeReplicaSets.IsActive).ToList();
        Observe(deployment, all, updated, now);
    }

    /// <summary>25 % surge rounded up, 25 % unavailable rounded down: the defaults.</summary>
    private void Roll(StoredObject deployment, StoredObject wanted, IReadOnlyList<StoredObject> old)
    {
        var desired = (int?)deployment.Spec["replicas"] ?? 1;
        var (surge, unavailable) = ((int)Math.Ceiling(desired * 0.25), (int)Math.Floor(desired * 0.25));
        var total = old.Append(wanted).Sum(FakeReplicaSets.Replicas);
        var grown = Math.Min(desired, FakeReplicaSets.Replicas(wanted) + Math.Max(0, desired + surge - total));
        _sets.Scale(wanted, grown);
        var pods = old.Append(wanted).SelectMany(set => store.OwnedBy(set, "pods")).Where(FakeReplicaSets.IsActive).ToList();
        var starting = grown - store.OwnedBy(wanted, "pods").Count(FakeNodes.IsReady);
        var spare = old.Append(wanted).Sum(FakeReplicaSets.Replicas) - (desired - unavailable) - starting;
        foreach (var set in old)
        {
            var broken = FakeReplicaSets.Replicas(set) - store.OwnedBy(set, "pods").Count(FakeNodes.IsReady);
            var less = Math.Min(Math.Max(0, spare), broken);
            spare -= less;
            _sets.Scale(set, FakeReplicaSets.Replicas(set) - less);
        }

        var serving = pods.Count(FakeNodes.IsReady) - (desired - unavailable);
        foreach (var set in old)
        {
            var less = Math.Min(Math.Max(0, serving), FakeReplicaSets.Replicas(set));
            serving -= less;
            _sets.Scale(set, FakeReplicaSets.Replicas(set) - less);
        }
    }

    private StoredObject NewSet(StoredObject deployment, string hash)
    {
        var template = deployment.Spec["template"]!.DeepClone().AsObject();
        Put(template, "metadata", "labels", "pod-template-hash", hash);
        var selector = deployment.Spec["selector"]!.DeepClone();
        selector["matchLabels"]!["pod-template-hash"] = hash;
        var set = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = $"{deployment.Name}-{hash}", ["labels"] = template["metadata"]!["labels"]!.DeepClone(), ["annotations"] = new JsonObject() },
            ["spec"] = new JsonObject { ["replicas"] = 0, ["selector"] = selector, ["template"] = template },
        };
        return store.Create("replicasets", deployment.Namespace, set, "kube-controller-manager", deployment);
    }

    /// <summary>Pods in order; an update replaces the last outdated pod when all are ready, and a broken one waits for a person.</summary>
    private void StepStatefulSet(StoredObject set, DateTimeOffset now)
    {
        var (hash, desired) = ($"{set.Name}-{Hash(set)}", (int?)set.Spec["replicas"] ?? 1);
        var pods = store.OwnedBy(set, "pods").OrderBy(Ordinal).ToList();
        var missing = Enumerable.Range(0, desired).Cast<int?>().FirstOrDefault(ordinal => pods.All(pod => Ordinal(pod) != ordinal));
        if (pods.LastOrDefault(pod => Ordinal(pod) >= desired) is { } excess)
        {
            nodes.End(excess, now);
        }
        else if (missing is { } next && pods.Where(pod => Ordinal(pod) < next).All(FakeNodes.IsReady))
        {
            NewPod(set, $"{set.Name}-{next}", "controller-revision-hash", hash);
        }
        else if (missing is null && pods.All(FakeNodes.IsReady) && pods.LastOrDefault(pod => pod.Label("controller-revision-hash") != hash) is { } outdated)
        {
            nodes.End(outdated, now);
        }

        var live = store.OwnedBy(set, "pods").Where(FakeReplicaSets.IsActive).ToList();
        store.Write(set, () => set.Status["updateRevision"] = hash);
        Observe(set, live, [.. live.Where(pod => pod.Label("controller-revision-hash") == hash)], now);
    }

    /// <summary>One pod on each node; an update ends broken old pods at once and serving ones one by one.</summary>
    private void StepDaemonSet(StoredObject set, DateTimeOffset now)
    {
        var hash = Hash(set);
        if (store.OwnedBy(set, "controllerrevisions").FirstOrDefault(known => known.Label("controller-revision-hash") == hash) is not { } revision)
        {
            revision = store.Create("controllerrevisions", set.Namespace, new() { ["metadata"] = new JsonObject { ["name"] = $"{set.Name}-{hash}" }, ["spec"] = new JsonObject() }, "kube-controller-manager", set);
            revision.Metadata["labels"] = set.Spec["template"]!["metadata"]!["labels"]!.DeepClone();
            revision.Metadata["labels"]!["controller-revision-hash"] = hash;
        }

        var highest = store.OwnedBy(set, "controllerrevisions").Max(known => (long?)known.Json["revision"] ?? 0);
        if (((long?)revision.Json["revision"] ?? 0) < highest || highest == 0)
        {
            store.Write(revision, () => revision.Json["revision"] = highest + 1);
        }

        var pods = store.OwnedBy(set, "pods").Where(FakeReplicaSets.IsActive).ToList();
        for (var count = store.OwnedBy(set, "pods").Count; count < Nodes; count++)
        {
            NewPod(set, string.Create(CultureInfo.InvariantCulture, $"{set.Name}-{++_made:x5}"), "controller-revision-hash", hash);
        }

        var old = pods.Where(pod => pod.Label("controller-revision-hash") != hash).ToList();
        var ended = old.Where(pod => !FakeNodes.IsReady(pod)).ToList();
        var isWhole = ended.Count == 0 && pods.Count == Nodes && pods.All(FakeNodes.IsReady);
        foreach (var pod in isWhole ? old.Take(1) : ended)
        {
            nodes.End(pod, now);
        }

        var live = store.OwnedBy(set, "pods").Where(FakeReplicaSets.IsActive).ToList();
        store.Write(set, () => set.Status["desiredNumberScheduled"] = Nodes);
        Observe(set, live, [.. live.Where(pod => pod.Label("controller-revision-hash") == hash)], now);
    }

    private void NewPod(StoredObject owner, string name, string label, string hash)
    {
        var template = owner.Spec["template"]!.DeepClone().AsObject();
        Put(template, "metadata", "labels", label, hash);
        var pod = new JsonObject { ["metadata"] = template["metadata"]!.DeepClone(), ["spec"] = template["spec"]!.DeepClone() };
        pod["metadata"]!["name"] = name;
        store.Create("pods", owner.Namespace, pod, "kube-controller-manager", owner);
    }

    private void Observe(StoredObject workload, List<StoredObject> pods, List<StoredObject> updated, DateTimeOffset now) => store.Write(workload, () =>
    {
        var status = workload.Status;
        var progress = $"{workload.Generation}/{pods.Count}/{updated.Count}/{updated.Count(FakeNodes.IsReady)}";
        if ((string?)status["fake/progress"] != progress)
        {
            (status["fake/progress"], status["fake/since"]) = (progress, FakeStore.Text(now));
        }

        status["observedGeneration"] = workload.Generation;
        status["replicas"] = pods.Count;
        status["updatedReplicas"] = updated.Count;
        status["readyReplicas"] = pods.Count(FakeNodes.IsReady);
        if (workload.Plural == "daemonsets")
        {
            (status["currentNumberScheduled"], status["updatedNumberScheduled"], status["numberReady"]) = (pods.Count, updated.Count, pods.Count(FakeNodes.IsReady));
        }

        if (workload.Plural == "deployments")
        {
            var isDone = updated.Count == pods.Count && updated.All(FakeNodes.IsReady);
            var isLate = !isDone && now - FakeStore.Time(status["fake/since"]) >= TimeSpan.FromSeconds(600);
            FakeNodes.SetCondition(workload, "Progressing", isLate ? "False" : "True", isLate ? "ProgressDeadlineExceeded" : "NewReplicaSetAvailable",
                isLate ? $"ReplicaSet \"{workload.Name}-{Hash(workload)}\" has timed out progressing." : null);
        }
    });

    private static long RevisionOf(StoredObject set) => long.TryParse(set.Annotation(Revision), CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    private static int Ordinal(StoredObject pod) => int.Parse(pod.Name[(pod.Name.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture);

    private static string Hash(StoredObject workload) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(workload.Spec["template"]!.ToJsonString())))[..10];

    private static void Annotate(StoredObject target, string name, string value) => Put(target.Json, "metadata", "annotations", name, value);

    private static void Put(JsonObject holder, string outer, string inner, string name, string value) => ((holder[outer] ??= new JsonObject())[inner] ??= new JsonObject())[name] = value;
}
