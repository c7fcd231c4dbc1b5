using System.Globalization;
using System.Text.Json.Nodes;

namespace Slipway.Tests.Wire.Kubernetes.Fake;

/// <summary>
/// Scheduler and kubelet: a pod gets a place, pulls, starts, becomes ready, crashes with ever longer waits, and leaves within its grace.
/// </summary>
internal sealed class FakeNodes(FakeStore store, FakeImages images)
{
    private const string Started = "fake/started";
    private DateTimeOffset _now;

    /// <summary>How many pods there is room for.</summary>
    public int Capacity { get; set; } = int.MaxValue;

    public void Step(DateTimeOffset now)
    {
        _now = now;
        foreach (var pod in store.All("pods"))
        {
            store.Write(pod, () => Step(pod, now));
            if (pod.IsLeaving && now >= FakeStore.Time(pod.Metadata["deletionTimestamp"]))
            {
                store.Remove(pod);
            }
        }
    }

    /// <summary>Ends a pod: it is there, and leaving, for its grace period.</summary>
    public void End(StoredObject pod, DateTimeOffset now) => store.Write(pod, () => pod.Metadata["deletionTimestamp"] ??= FakeStore.Text(now.AddSeconds(3)));

    public static bool IsReady(StoredObject pod) => !pod.IsLeaving && (string?)Condition(pod, "Ready")?["status"] == "True";

    private void Step(StoredObject pod, DateTimeOffset now)
    {
        if (pod.IsLeaving || (string?)pod.Status["phase"] is "Succeeded" or "Failed")
        {
            return;
        }

        if (Condition(pod, "PodScheduled") is not { } scheduled || (string?)scheduled["status"] == "False")
        {
            Schedule(pod, now);
            return;
        }

        var age = now - FakeStore.Time(pod.Json[Started] ?? pod.Metadata["creationTimestamp"]);
        var reference = (string)pod.Spec["containers"]![0]!["image"]!;
        if (images.Find(reference) is not { } image)
        {
            var isLate = age >= TimeSpan.FromSeconds(8);
            Wait(pod, isLate ? "ImagePullBackOff" : "ErrImagePull", isLate ? $"Back-off pulling image \"{reference}\"" : $"failed to pull and unpack image \"{reference}\": not found");
        }
        else if (age < TimeSpan.FromSeconds(2))
        {
            Wait(pod, "ContainerCreating", null);
        }
        else
        {
            Run(pod, image, age - TimeSpan.FromSeconds(2), now, reference);
        }
    }

    private void Schedule(StoredObject pod, DateTimeOffset now)
    {
        var placed = store.All("pods").Count(other => other != pod && (string?)Condition(other, "PodScheduled")?["status"] == "True" && (string?)other.Status["phase"] is not ("Succeeded" or "Failed"));
        pod.Status["phase"] = "Pending";
        var node = NodeFor(pod);
        if (placed < Capacity && node is not { Name: null })
        {
            pod.Spec["nodeName"] = node?.Name;
            pod.Json[Started] = FakeStore.Text(now);
            pod.Status["startTime"] = FakeStore.Text(now);
            SetCondition(pod, "PodScheduled", "True", null, null);
        }
        else
        {
            SetCondition(pod, "PodScheduled", "False", "Unschedulable", "0/3 nodes are available: 3 Insufficient cpu.");
        }
    }

    /// <summary>The emptiest ready node that has room for one more pod; one without a name where none has, and null where the cluster is not told by its nodes.</summary>
    private (string? Name, int Pods)? NodeFor(StoredObject pod)
    {
        var nodes = store.All("nodes").ToList();
        return nodes.Count == 0 ? null : nodes.Where(node => (bool?)node.Spec["unschedulable"] != true)
            .Select(node => (node.Name, Pods: store.All("pods").Count(other => other != pod && (string?)other.Spec["nodeName"] == node.Name), Room: (int)Slipway.Aws.Kubernetes.Usage.Quantity.Parse((string?)node.Status["allocatable"]!["pods"])!))
            .Where(node => node.Pods < node.Room).OrderBy(node => node.Pods).ThenBy(node => node.Name, StringComparer.Ordinal)
            .Select(node => ((string?)node.Name, node.Pods)).FirstOrDefault((null, 0));
    }

    private void Run(StoredObject pod, FakeImage image, TimeSpan ran, DateTimeOffset now, string reference)
    {
        if (image.EndsAfter is not { } end || ran < end)
        {
            pod.Status["phase"] = "Running";
            SetStatus(pod, Running(now), ran >= image.ReadyAfter, reference);
            return;
        }

        var ended = new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = image.ExitCode, ["reason"] = image.ExitCode == 0 ? "Completed" : image.Reason } };
        if ((string?)pod.Spec["restartPolicy"] == "Never")
        {
            pod.Status["phase"] = image.ExitCode == 0 ? "Succeeded" : "Failed";
            SetStatus(pod, ended, false, reference);
            return;
        }

        var restarts = (int?)pod.Status["containerStatuses"]?[0]?["restartCount"] ?? 0;
        var backOff = restarts == 0 ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(Math.Min(300, 10 * Math.Pow(2, restarts - 1)));
        if (ran >= end + backOff)
        {
            pod.Json[Started] = FakeStore.Text(now - TimeSpan.FromSeconds(2));
            SetStatus(pod, Running(now), false, reference, ended, restarts + 1);
        }
        else if (restarts == 0)
        {
            SetStatus(pod, ended, false, reference);
        }
        else
        {
            SetStatus(pod, Waiting("CrashLoopBackOff", string.Create(CultureInfo.InvariantCulture, $"back-off {backOff.TotalSeconds}s restarting failed container")), false, reference, ended);
        }
    }

    private void Wait(StoredObject pod, string reason, string? message)
    {
        pod.Status["phase"] = "Pending";
        SetStatus(pod, Waiting(reason, message), false, null);
    }

    private static JsonObject Running(DateTimeOffset now) => new() { ["running"] = new JsonObject { ["startedAt"] = FakeStore.Text(now) } };

    private static JsonObject Waiting(string reason, string? message) => new() { ["waiting"] = new JsonObject { ["reason"] = reason, ["message"] = message } };

    private void SetStatus(StoredObject pod, JsonObject state, bool ready, string? pulled, JsonObject? last = null, int? restarts = null)
    {
        var before = pod.Status["containerStatuses"]?[0];
        pod.Status["containerStatuses"] = new JsonArray(new JsonObject
        {
            ["name"] = (string)pod.Spec["containers"]![0]!["name"]!,
            ["image"] = pulled,
            ["imageID"] = pulled is null ? "" : $"{pulled.Split('@')[0].Split(':')[0]}@{images.DigestOf(pulled)}",
            ["ready"] = ready,
            ["restartCount"] = restarts ?? (int?)before?["restartCount"] ?? 0,
            ["state"] = state,
            ["lastState"] = last ?? before?["lastState"]?.DeepClone() ?? new JsonObject(),
        });
        var known = Condition(pod, "Ready");
        var changed = (string?)known?["status"] == (ready ? "True" : "False") ? known!["lastTransitionTime"]!.DeepClone() : FakeStore.Text(_now);
        SetCondition(pod, "Ready", ready ? "True" : "False", ready ? null : "ContainersNotReady", null);
        Condition(pod, "Ready")!["lastTransitionTime"] = changed;
    }

    private static JsonNode? Condition(StoredObject pod, string type) => pod.Status["conditions"]?.AsArray().FirstOrDefault(condition => (string?)condition!["type"] == type);

    public static void SetCondition(StoredObject target, string type, string status, string? reason, string? message)
    {
        var conditions = (target.Status["conditions"] ??= new JsonArray()).AsArray();
        conditions.Remove(conditions.FirstOrDefault(condition => (string?)condition!["type"] == type));
        conditions.Add(new JsonObject { ["type"] = type, ["status"] = status, ["reason"] = reason, ["message"] = message });
    }
}
