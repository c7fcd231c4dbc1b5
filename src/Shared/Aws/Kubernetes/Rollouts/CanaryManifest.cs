using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;

namespace Slipway.Aws.Kubernetes.Rollouts;

/// <summary>What is asked of a canary.</summary>
/// <param name="Green">The labels of a green side that are not the workload's; null for a canary that shares its requests.</param>
internal sealed record CanaryWish(Image Image, int Replicas, long Token, IReadOnlyDictionary<string, string>? Green);

/// <summary>
/// A Deployment in the likeness of another, with another image. What tools put on the other itself (labels of Helm, Argo CD or Flux) is
/// left out: they would take it for theirs. It belongs to the other, so that it goes with it.
/// </summary>
internal static class CanaryManifest
{
    /// <summary>Names the workload, on the canary and on each of its pods.</summary>
    private const string CanaryOf = "slipway/canary-of";
    private const string Green = "slipway/green";

    private static readonly Dictionary<string, string> NoLabels = [];

    public static bool IsOurs(ObjectMeta workload) => workload.Label(CanaryOf) is not null;

    /// <summary>Whether a pod is one of the workload's canary.</summary>
    public static bool IsBeside(ObjectMeta pod, WorkloadAddress workload) => pod.Label(CanaryOf) == workload.Name;

    /// <summary>Whether a canary is a green side, which Services reach by a switch alone: its selector is never another.</summary>
    public static bool IsGreen(ObjectMeta canary) => canary.Label(Green) is not null;

    /// <param name="current">The canary as it stands; null where there is none.</param>
    public static JsonObject Of(WorkloadAddress workload, WorkloadObject source, CanaryWish wish, ObjectMeta? current)
    {
        var green = wish.Green ?? NoLabels;
        var template = source.Spec.Template.DeepClone().AsObject();
        WorkloadPath.ContainerOf(workload, template)["image"] = wish.Image.Reference;
        var metadata = (template["metadata"] ??= new JsonObject()).AsObject();
        metadata.Remove("creationTimestamp");
        var labels = (metadata["labels"] ??= new JsonObject()).AsObject();
        labels[CanaryOf] = workload.Name;
        foreach (var (key, value) in green)
        {
            labels[key] = value;
        }

        return new()
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = Metadata(workload, source.Metadata, wish, current),
            ["spec"] = new JsonObject { ["replicas"] = wish.Replicas, ["selector"] = Selector(workload, source.Spec.Selector, green), ["template"] = template },
        };
    }

    /// <summary>The version lets only one of two writers win; the uid keeps an apply from making a canary anew that was ended meanwhile.</summary>
    private static JsonObject Metadata(WorkloadAddress workload, ObjectMeta source, CanaryWish wish, ObjectMeta? current)
    {
        var metadata = new JsonObject
        {
            ["name"] = CanaryAddress.Of(workload).Name,
            ["namespace"] = workload.Namespace,
            ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "slipway", [CanaryOf] = workload.Name },
            ["annotations"] = new JsonObject { [FencingAnnotation.Name] = FencingAnnotation.Text(wish.Token) },
            ["ownerReferences"] = new JsonArray(new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment", ["name"] = source.Name, ["uid"] = source.Uid }),
        };
        if (wish.Green is not null)
        {
            metadata["labels"]![Green] = "true";
        }

        if (current is not null)
        {
            (metadata["uid"], metadata["resourceVersion"]) = (current.Uid, current.ResourceVersion);
        }

        return metadata;
    }

    private static JsonObject Selector(WorkloadAddress workload, LabelSelector? source, IReadOnlyDictionary<string, string> green)
    {
        var labels = new JsonObject((source?.MatchLabels ?? []).Select(label => KeyValuePair.Create(label.Key, (JsonNode?)green.GetValueOrDefault(label.Key, label.Value)))) { [CanaryOf] = workload.Name };
        var rules = (source?.MatchExpressions ?? []).Where(rule => !green.ContainsKey(rule.Key)).Select(rule => (JsonNode)new JsonObject
        {
            ["key"] = rule.Key,
            ["operator"] = rule.Operator,
            ["values"] = rule.Values is null ? null : new JsonArray([.. rule.Values.Select(value => (JsonNode)value)]),
        });
        return new() { ["matchLabels"] = labels, ["matchExpressions"] = new JsonArray([.. rules]) };
    }
}
