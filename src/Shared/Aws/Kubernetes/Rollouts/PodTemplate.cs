using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Templates;

namespace Slipway.Aws.Kubernetes.Rollouts;

/// <summary>The pod template of a workload without what restarts leave in it, and the patch that brings it back.</summary>
internal static class PodTemplate
{
    private const string Ours = "slipway/";
    private static readonly string[] ContainerLists = ["containers", "initContainers"];

    /// <summary>What kubectl, Rancher and Reloader leave to have pods replaced.</summary>
    private static readonly HashSet<string> Restarts = ["kubectl.kubernetes.io/restartedAt", "cattle.io/timestamp", "reloader.stakater.com/last-reloaded-from"];

    public static WorkloadTemplate Of(WorkloadObject workload)
    {
        var template = workload.Spec.Template.DeepClone().AsObject();
        if (template["metadata"] is JsonObject metadata)
        {
            metadata.Remove("creationTimestamp");
            if (metadata["annotations"] is JsonObject annotations)
            {
                foreach (var key in annotations.Select(annotation => annotation.Key).Where(key => Restarts.Contains(key) || key.StartsWith(Ours, StringComparison.Ordinal)).ToList())
                {
                    annotations.Remove(key);
                }

                if (annotations.Count == 0)
                {
                    metadata.Remove("annotations");
                }
            }
        }

        return WorkloadTemplate.Of(template);
    }

    /// <summary>The template that was kept with the image that is asked for. Other containers keep the images that they have by now: those are others' to change.</summary>
    public static JsonObject Wanted(WorkloadAddress workload, WorkloadTemplate kept, Image image, WorkloadObject current)
    {
        var wanted = JsonNode.Parse(kept.Text)!.AsObject();
        var images = Containers(current.Spec.Template).ToDictionary(container => (string)container["name"]!, container => (string?)container["image"], StringComparer.Ordinal);
        foreach (var container in Containers(wanted).Where(container => images.ContainsKey((string)container["name"]!)))
        {
            container["image"] = images[(string)container["name"]!];
        }

        WorkloadPath.ContainerOf(workload, wanted)["image"] = image.Reference;
        return wanted;
    }

    private static IEnumerable<JsonObject> Containers(JsonObject template) =>
        ContainerLists.SelectMany(list => template["spec"]?[list]?.AsArray().OfType<JsonObject>() ?? []);

    /// <summary>The JSON merge patch (RFC 7396) that makes of one object another: what is not in that becomes null, lists are replaced.</summary>
    public static JsonObject Patch(JsonObject from, JsonObject to)
    {
        var patch = new JsonObject();
        foreach (var (key, _) in from.Where(member => !to.ContainsKey(member.Key)))
        {
            patch[key] = null;
        }

        foreach (var (key, value) in to.Where(member => !JsonNode.DeepEquals(member.Value, from[member.Key])))
        {
            patch[key] = from[key] is JsonObject before && value is JsonObject after ? Patch(before, after) : value?.DeepClone();
        }

        return patch;
    }
}
