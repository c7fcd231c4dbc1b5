using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Domain.Rollouts.Templates;

namespace Slipway.Aws.Kubernetes.Rollouts;

/// <summary>The pod template of a workload without what restarts leave in it, and the patch that brings it back.</summary>
internal static class PodTemplate
{
    private const string Restarted = "kubectl.kubernetes.io/restartedAt";
    private const string Ours = "slipway/";

    public static WorkloadTemplate Of(WorkloadObject workload)
    {
        var template = workload.Spec.Template.DeepClone().AsObject();
        if (template["metadata"] is JsonObject metadata)
        {
            metadata.Remove("creationTimestamp");
            if (metadata["annotations"] is JsonObject annotations)
            {
                foreach (var key in annotations.Select(annotation => annotation.Key).Where(key => key == Restarted || key.StartsWith(Ours, StringComparison.Ordinal)).ToList())
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
