using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Kubernetes.Rollouts;

/// <summary>Where the API keeps a workload, and what of its template matters.</summary>
internal static class WorkloadPath
{
    public static ResourcePath Of(WorkloadAddress workload) => new("apps", Plural(workload), workload.Namespace, workload.Name);

    /// <summary>The image that the workload's container asks for.</summary>
    public static string ImageOf(WorkloadAddress workload, JsonObject template) => (string?)ContainerOf(workload, template)["image"] ?? "";

    public static JsonObject ContainerOf(WorkloadAddress workload, JsonObject template)
    {
        var containers = template["spec"]?["containers"]?.AsArray().OfType<JsonObject>().ToList() ?? [];
        return containers.FirstOrDefault(container => (string?)container["name"] == workload.Container)
            ?? throw new RejectedException(
                $"The {workload.Kind} {workload.Namespace}/{workload.Name} has no container {workload.Container}; it has {string.Join(", ", containers.Select(container => container["name"]))}.");
    }

    /// <summary>A person has arranged that nothing replaces the pods; a rollout or a restart would wait for ever.</summary>
    public static void RefuseStandstill(this WorkloadSpec spec, WorkloadAddress workload)
    {
        if (spec.Paused == true || spec.UpdateStrategy?.Type == "OnDelete")
        {
            throw new RejectedException(spec.Paused == true
                ? $"The Deployment {workload.Namespace}/{workload.Name} is paused, so nothing replaces its pods: resume it."
                : $"The {workload.Kind} {workload.Namespace}/{workload.Name} replaces pods only when somebody deletes them (update strategy OnDelete): make it RollingUpdate.");
        }
    }

    private static string Plural(WorkloadAddress workload) => workload.Kind switch
    {
        WorkloadKind.Deployment => "deployments",
        WorkloadKind.StatefulSet => "statefulsets",
        WorkloadKind.DaemonSet => "daemonsets",
        _ => throw new RejectedException($"{workload.Name} is a {workload.Kind}, which is no workload of Kubernetes."),
    };
}
