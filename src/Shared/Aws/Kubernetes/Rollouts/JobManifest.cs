using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Domain.Rollouts;

namespace Slipway.Aws.Kubernetes.Rollouts;

/// <summary>
/// A job in the likeness of a workload: the place, identity, environment and files of its container, with another image and command.
/// What only a server needs is left out (probes, ports, lifecycle, the other containers), and so are the pod's labels, by which the
/// workload's service would send it requests.
/// </summary>
internal static class JobManifest
{
    /// <summary>Marks a job that was stopped, whose deadline says nothing then.</summary>
    public const string Stopped = "slipway/stopped";

    private const int KeptForSeconds = 7 * 24 * 60 * 60;

    private static readonly string[] OfContainer = ["env", "envFrom", "resources", "securityContext", "workingDir"];

    private static readonly string[] OfPod =
    [
        "serviceAccountName", "automountServiceAccountToken", "securityContext", "imagePullSecrets", "nodeSelector", "tolerations", "priorityClassName", "runtimeClassName",
        "hostAliases", "dnsPolicy", "dnsConfig", "enableServiceLinks", "terminationGracePeriodSeconds",
    ];

    public static JsonObject Of(JobRequest job, JsonObject template) => new()
    {
        ["apiVersion"] = ResourcePath.Jobs(job.Address.Like.Namespace).ApiVersion,
        ["kind"] = "Job",
        ["metadata"] = new JsonObject { ["name"] = job.Address.Name, ["namespace"] = job.Address.Like.Namespace, ["labels"] = Labels() },
        ["spec"] = new JsonObject
        {
            ["backoffLimit"] = 0,
            ["activeDeadlineSeconds"] = Math.Max(1, (long)Math.Ceiling(job.Timeout.TotalSeconds)),
            ["ttlSecondsAfterFinished"] = KeptForSeconds,
            ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = Labels() }, ["spec"] = Pod(job, template) },
        },
    };

    private static JsonObject Labels() => new() { ["app.kubernetes.io/managed-by"] = "slipway" };

    private static JsonObject Pod(JobRequest job, JsonObject template)
    {
        var source = WorkloadPath.ContainerOf(job.Address.Like, template);
        var volumes = Items(template["spec"], "volumes");

        // A claim template of a StatefulSet makes a volume for each replica; a job is none of them.
        var mounts = Items(source, "volumeMounts").Where(mount => volumes.Any(volume => NameOf(volume) == NameOf(mount))).ToList();
        var mounted = volumes.Where(volume => mounts.Any(mount => NameOf(mount) == NameOf(volume)));
        var container = Copy(source, OfContainer);
        container["name"] = job.Address.Like.Container;
        container["image"] = job.Image.Reference;
        container["command"] = new JsonArray([.. job.Run.Select(word => (JsonNode)word)]);
        container["volumeMounts"] = new JsonArray([.. mounts.Select(mount => mount.DeepClone())]);
        var pod = Copy(template["spec"]!.AsObject(), OfPod);
        pod["restartPolicy"] = "Never";
        pod["volumes"] = new JsonArray([.. mounted.Select(volume => volume.DeepClone())]);
        pod["containers"] = new JsonArray(container);
        return pod;
    }

    private static JsonObject Copy(JsonObject source, IEnumerable<string> members) =>
        new(members.Where(member => source[member] is not null).Select(member => KeyValuePair.Create(member, source[member]?.DeepClone())));

    private static List<JsonObject> Items(JsonNode? holder, string name) => holder?[name]?.AsArray().OfType<JsonObject>().ToList() ?? [];

    private static string? NameOf(JsonObject item) => (string?)item["name"];
}
