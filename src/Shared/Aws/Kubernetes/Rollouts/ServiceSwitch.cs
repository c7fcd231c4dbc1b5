using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;

namespace Slipway.Aws.Kubernetes.Rollouts;

/// <summary>
/// The switch of a blue/green deployment: which side the Services of a Deployment select. The pods of the green side have its labels but
/// for one of each Service's selector, so that no Service takes them in by itself: <see cref="Side"/> where a selector has it, which
/// leaves every other label to network policies and disruption budgets, else the one that names the workload, else the first.
/// A Service that is switched notes what its selector said before.
/// </summary>
internal sealed class ServiceSwitch(KubernetesApi api, WorkloadAddress workload)
{
    /// <summary>The label that people may give to the pods and to the selector for the switch alone.</summary>
    private const string Side = "slipway/side";
    private const string Green = "green";
    private const string Before = "slipway/selector-before";
    private const string SwitchedFrom = "slipway/switched-from";

    /// <summary>The Services that send requests to the workload's pods, or did before they were switched.</summary>
    public async Task<IReadOnlyList<ServiceObject>> FindAsync(WorkloadObject source, CancellationToken cancellationToken)
    {
        var labels = Labels(source.Spec.Template);
        return [.. (await ListAsync(cancellationToken)).Where(service => Own(service) is { Count: > 0 } selector && selector.All(label => labels.GetValueOrDefault(label.Key) == label.Value))];
    }

    /// <summary>A Service that sends requests to other workloads as well would take them from those while it is switched.</summary>
    public async Task RefuseSharedAsync(WorkloadObject source, IReadOnlyList<ServiceObject> services, CancellationToken cancellationToken)
    {
        var own = (await PodsAsync(source.Spec.Selector, cancellationToken)).Select(pod => pod.Metadata.Uid).ToHashSet();
        foreach (var service in services)
        {
            var reached = await PodsAsync(new(Own(service), null), cancellationToken);
            if (reached.FirstOrDefault(pod => pod.IsActive && pod.Metadata.OwnerReferences?.Any(owner => owner.Kind == "Job") != true && !own.Contains(pod.Metadata.Uid) && !CanaryManifest.IsBeside(pod.Metadata, workload)) is { } other)
            {
                throw new RejectedException($"The Service {workload.Namespace}/{service.Metadata.Name} sends requests to {other.Metadata.Name} as well, which is no pod of {workload.Name}: a switch would take them from it. Give each workload its own Service, or let {workload.Name} roll.");
            }
        }
    }

    /// <summary>What the green side's pods have instead of the workload's labels.</summary>
    public static IReadOnlyDictionary<string, string> LabelsOfGreen(WorkloadAddress workload, IReadOnlyList<ServiceObject> services)
    {
        var green = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var selector in services.OrderBy(service => service.Metadata.Name, StringComparer.Ordinal).Select(Own).Where(selector => !selector.Keys.Any(green.ContainsKey)))
        {
            var key = selector.ContainsKey(Side) ? Side : selector.OrderBy(label => label.Value != workload.Name).ThenBy(label => label.Key, StringComparer.Ordinal).First().Key;
            green[key] = key == Side ? Green : CanaryAddress.Beside(selector[key]);
        }

        return green;
    }

    /// <summary>Sends all requests to the green side.</summary>
    public async Task ToGreenAsync(IReadOnlyList<ServiceObject> services, IReadOnlyDictionary<string, string> green, long token, CancellationToken cancellationToken)
    {
        foreach (var service in services)
        {
            var own = Own(service);
            var switched = green.Where(label => own.ContainsKey(label.Key)).ToDictionary(StringComparer.Ordinal);
            if (switched.Any(label => service.Spec!.Selector!.GetValueOrDefault(label.Key) != label.Value))
            {
                var before = JsonSerializer.Serialize(switched.ToDictionary(label => label.Key, label => own[label.Key], StringComparer.Ordinal), KubernetesJson.Default.DictionaryStringString);
                await PatchAsync(service, switched, before, token, cancellationToken);
            }
        }
    }

    /// <summary>Whether a Service sends the workload's requests to the green side now.</summary>
    public async Task<bool> IsSwitchedAsync(CancellationToken cancellationToken) => (await ListAsync(cancellationToken)).Any(service => service.Metadata.Annotation(SwitchedFrom) == workload.Name);

    /// <summary>Sends all requests to the workload again; nothing happens where they go there.</summary>
    public async Task BackAsync(long token, CancellationToken cancellationToken)
    {
        foreach (var service in (await ListAsync(cancellationToken)).Where(service => service.Metadata.Annotation(SwitchedFrom) == workload.Name && FencingAnnotation.Of(service.Metadata) <= token))
        {
            await PatchAsync(service, Noted(service), null, token, cancellationToken);
        }
    }

    private Task<IReadOnlyList<ServiceObject>> ListAsync(CancellationToken cancellationToken) =>
        api.ListAsync(ResourcePath.Services(workload.Namespace), null, KubernetesJson.Default.ObjectListServiceObject, cancellationToken);

    private Task<IReadOnlyList<PodObject>> PodsAsync(LabelSelector? selector, CancellationToken cancellationToken) =>
        api.ListAsync(ResourcePath.Pods(workload.Namespace), selector, KubernetesJson.Default.ObjectListPodObject, cancellationToken);

    private Task PatchAsync(ServiceObject service, IReadOnlyDictionary<string, string> selector, string? before, long token, CancellationToken cancellationToken)
    {
        workload.RefuseOlder(token, FencingAnnotation.Of(service.Metadata));
        return api.MergeAsync(
            ResourcePath.Services(workload.Namespace) with { Name = service.Metadata.Name },
            new()
            {
                ["metadata"] = new JsonObject
                {
                    ["resourceVersion"] = service.Metadata.ResourceVersion,
                    ["annotations"] = new JsonObject { [Before] = before, [SwitchedFrom] = before is null ? null : workload.Name, [FencingAnnotation.Name] = FencingAnnotation.Text(token) },
                },
                ["spec"] = new JsonObject { ["selector"] = new JsonObject(selector.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))) },
            },
            cancellationToken);
    }

    /// <summary>The selector as it is while no side is switched to.</summary>
    private static Dictionary<string, string> Own(ServiceObject service)
    {
        var selector = new Dictionary<string, string>(service.Spec?.Selector ?? [], StringComparer.Ordinal);
        foreach (var (key, value) in Noted(service))
        {
            selector[key] = value;
        }

        return selector;
    }

    private static Dictionary<string, string> Noted(ServiceObject service) =>
        service.Metadata.Annotation(Before) is { } before ? JsonSerializer.Deserialize(before, KubernetesJson.Default.DictionaryStringString) ?? [] : [];

    private static Dictionary<string, string> Labels(JsonObject template) =>
        template["metadata"]?["labels"]?.AsObject().ToDictionary(label => label.Key, label => (string?)label.Value ?? "", StringComparer.Ordinal) ?? [];
}
