using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes.Usage;

namespace Slipway.Tests.Wire.Kubernetes.Fake;

/// <summary>
/// The quota controller: of each quota without scopes, what the pods that have not ended and the objects of its namespace take, those that
/// leave included until they are gone. A container without a request requests its limit, as the API server writes it into pods.
/// </summary>
internal sealed class FakeQuotas(FakeStore store)
{
    public void Count(string space)
    {
        foreach (var quota in store.All("resourcequotas").Where(quota => quota.Namespace == space))
        {
            store.Write(quota, () =>
            {
                var hard = quota.Spec["hard"]!.AsObject();
                quota.Status["hard"] = hard.DeepClone();
                quota.Status["used"] = new JsonObject(hard.Select(limit => KeyValuePair.Create(limit.Key, (JsonNode?)(quota.Spec["scopes"] is null ? Used(space, limit.Key) : 0).ToString(CultureInfo.InvariantCulture))));
            });
        }
    }

    private double Used(string space, string resource)
    {
        var pods = store.All("pods").Where(pod => pod.Namespace == space).ToList();
        var running = pods.Where(pod => (string?)pod.Status["phase"] is not ("Succeeded" or "Failed")).ToList();
        return resource switch
        {
            "pods" => running.Count,
            _ when resource.StartsWith("count/", StringComparison.Ordinal) => store.All(resource[6..].Split('.')[0]).Count(item => item.Namespace == space),
            _ when resource.StartsWith("limits.", StringComparison.Ordinal) => running.Sum(pod => Of(pod, "limits", "limits", resource[7..])),
            _ => running.Sum(pod => Of(pod, "requests", "limits", resource.StartsWith("requests.", StringComparison.Ordinal) ? resource[9..] : resource)),
        };
    }

    private static double Of(StoredObject pod, string kind, string otherwise, string resource)
    {
        double Amount(JsonNode? container) => Quantity.Parse((string?)(container!["resources"]?[kind]?[resource] ?? container["resources"]?[otherwise]?[resource])) ?? 0;
        var before = pod.Spec["initContainers"]?.AsArray().Select(Amount).DefaultIfEmpty().Max() ?? 0;
        return Math.Max(before, pod.Spec["containers"]!.AsArray().Sum(Amount));
    }
}
