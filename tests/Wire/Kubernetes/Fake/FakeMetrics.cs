using System.Text.Json.Nodes;

namespace Slipway.Tests.Wire.Kubernetes.Fake;

/// <summary>metrics-server: what the containers of each running pod used, over a window that ended ten seconds ago.</summary>
internal sealed class FakeMetrics(FakeStore store, Func<DateTimeOffset> now)
{
    public const string Group = "metrics.k8s.io";

    public bool IsInstalled { get; set; } = true;

    /// <summary>What each container uses.</summary>
    public string Cpu { get; set; } = "50m";

    public string Memory { get; set; } = "64Mi";

    /// <summary>What the containers of single pods use of CPU, by the pod's name.</summary>
    public Dictionary<string, string> CpuOf { get; } = [];

    /// <summary>The pods that were not measured yet.</summary>
    public HashSet<string> Unmeasured { get; } = [];

    public FakeAnswer Answer(FakeRequest request)
    {
        if (!IsInstalled)
        {
            return FakeAnswer.Status(404, "NotFound", "the server could not find the requested resource");
        }

        var labels = request.Query.GetValueOrDefault("labelSelector", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var pods = store.All("pods").Where(pod => pod.Namespace == request.Namespace && labels.All(label => FakeRoutes.Matches(pod, label)));
        return new(200, new JsonObject
        {
            ["kind"] = "PodMetricsList",
            ["apiVersion"] = $"{Group}/v1beta1",
            ["metadata"] = new JsonObject(),
            ["items"] = new JsonArray([.. pods.Where(pod => (string?)pod.Status["phase"] == "Running" && !Unmeasured.Contains(pod.Name)).Select(Of)]),
        });
    }

    private JsonObject Of(StoredObject pod) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = pod.Name, ["namespace"] = pod.Namespace },
        ["timestamp"] = FakeStore.Text(now().AddSeconds(-10)),
        ["window"] = "30s",
        ["containers"] = new JsonArray([.. pod.Spec["containers"]!.AsArray().Select(container => new JsonObject
        {
            ["name"] = (string?)container!["name"],
            ["usage"] = new JsonObject { ["cpu"] = CpuOf.GetValueOrDefault(pod.Name, Cpu), ["memory"] = Memory },
        })]),
    };
}
