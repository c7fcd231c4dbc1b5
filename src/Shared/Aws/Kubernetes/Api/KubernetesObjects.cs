using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Kubernetes.Api;

/// <summary>The members in use of the objects of the Kubernetes API, each as the API reference names it; what a server leaves out is null.</summary>
public sealed record ObjectList<T>(ListMeta? Metadata, IReadOnlyList<T>? Items);

public sealed record ListMeta(string? Continue);

public sealed record ObjectMeta(string Name, string? Namespace, string? Uid, string? ResourceVersion)
{
    public long? Generation { get; init; }

    public DateTimeOffset? DeletionTimestamp { get; init; }

    public Dictionary<string, string>? Labels { get; init; }

    public Dictionary<string, string>? Annotations { get; init; }

    public IReadOnlyList<OwnerReference>? OwnerReferences { get; init; }

    public string? Annotation(string name) => Annotations?.GetValueOrDefault(name);

    public string? Label(string name) => Labels?.GetValueOrDefault(name);

    public bool IsControlledBy(IReadOnlyCollection<string> uids) => OwnerReferences?.Any(owner => owner.Controller == true && uids.Contains(owner.Uid)) == true;
}

public sealed record OwnerReference(string Uid, bool? Controller)
{
    public string? Kind { get; init; }
}

public sealed record Condition(string Type, string Status, string? Reason, string? Message)
{
    public DateTimeOffset? LastTransitionTime { get; init; }
}

/// <summary>A Deployment, StatefulSet, DaemonSet or ReplicaSet.</summary>
public sealed record WorkloadObject(ObjectMeta Metadata, WorkloadSpec Spec, WorkloadStatus? Status)
{
    /// <summary>Whether the status has seen the specification as it stands.</summary>
    public bool IsObserved => Status?.ObservedGeneration >= Metadata.Generation;

    public int Desired(WorkloadKind kind) => kind == WorkloadKind.DaemonSet ? Status?.DesiredNumberScheduled ?? 0 : Spec.Replicas ?? 1;

    /// <summary>The replicas by the status alone. One that waits for a person (OnDelete) is no rollout.</summary>
    public ReplicaCount Count(WorkloadKind kind)
    {
        var (running, updated, ready) = kind == WorkloadKind.DaemonSet
            ? (Status?.CurrentNumberScheduled ?? 0, Status?.UpdatedNumberScheduled ?? 0, Status?.NumberReady ?? 0)
            : (Status?.Replicas ?? 0, Status?.UpdatedReplicas ?? 0, Status?.ReadyReplicas ?? 0);
        return new(Desired(kind), running, ready, !IsObserved || (updated < running && Spec.UpdateStrategy?.Type != "OnDelete"));
    }
}

/// <param name="Template">Kept as it is: a job takes most of it over.</param>
public sealed record WorkloadSpec(int? Replicas, LabelSelector? Selector, JsonObject Template, bool? Paused, UpdateStrategy? UpdateStrategy)
{
    /// <summary>What Deployments say instead of an update strategy.</summary>
    public UpdateStrategy? Strategy { get; init; }
}

public sealed record UpdateStrategy(string? Type)
{
    public RollingUpdate? RollingUpdate { get; init; }
}

/// <summary>Each a number or a percentage.</summary>
public sealed record RollingUpdate(JsonElement? MaxSurge, JsonElement? MaxUnavailable);

public sealed record WorkloadStatus(long? ObservedGeneration, int? DesiredNumberScheduled, string? UpdateRevision, IReadOnlyList<Condition>? Conditions)
{
    public int? Replicas { get; init; }

    public int? UpdatedReplicas { get; init; }

    public int? ReadyReplicas { get; init; }

    public int? CurrentNumberScheduled { get; init; }

    public int? UpdatedNumberScheduled { get; init; }

    public int? NumberReady { get; init; }
}

public sealed record LabelSelector(Dictionary<string, string>? MatchLabels, IReadOnlyList<LabelRequirement>? MatchExpressions)
{
    /// <summary>As the query parameter <c>labelSelector</c> takes it.</summary>
    public override string ToString() => string.Join(',', (MatchLabels ?? []).Select(label => $"{label.Key}={label.Value}").Concat((MatchExpressions ?? []).Select(rule => rule.ToString())));
}

public sealed record LabelRequirement(string Key, string Operator, IReadOnlyList<string>? Values)
{
    public override string ToString() => Operator switch
    {
        "Exists" => Key,
        "DoesNotExist" => $"!{Key}",
        _ => $"{Key} {Operator.ToLowerInvariant()} ({string.Join(',', Values ?? [])})",
    };
}

/// <summary>What a DaemonSet was at a revision.</summary>
public sealed record ControllerRevision(ObjectMeta Metadata, long Revision);

public sealed record PodObject(ObjectMeta Metadata, PodSpec? Spec, PodStatus? Status)
{
    /// <summary>False for a pod that is leaving or has ended: its controller has replaced it already.</summary>
    public bool IsActive => Metadata.DeletionTimestamp is null && Status?.Phase is not ("Succeeded" or "Failed");

    public bool IsReady => Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;
}

public sealed record PodSpec(IReadOnlyList<Container>? Containers)
{
    public IReadOnlyList<Container>? InitContainers { get; init; }

    public ResourceRequirements? Resources { get; init; }

    public Dictionary<string, string>? Overhead { get; init; }

    public string? NodeName { get; init; }

    public Dictionary<string, string>? NodeSelector { get; init; }

    public PodAffinity? Affinity { get; init; }

    public IReadOnlyList<Toleration>? Tolerations { get; init; }
}

public sealed record Container(string Name, string? Image)
{
    public string? RestartPolicy { get; init; }

    public ResourceRequirements? Resources { get; init; }
}

public sealed record ResourceRequirements(Dictionary<string, string>? Requests)
{
    public Dictionary<string, string>? Limits { get; init; }
}

public sealed record PodStatus(string? Phase, string? Reason, string? Message, IReadOnlyList<Condition>? Conditions, IReadOnlyList<ContainerStatus>? InitContainerStatuses, IReadOnlyList<ContainerStatus>? ContainerStatuses)
{
    public DateTimeOffset? StartTime { get; init; }
}

/// <param name="ImageID">What was pulled: <c>repository@sha256:...</c>, where the container's runtime knows it.</param>
public sealed record ContainerStatus(string Name, bool Ready, int RestartCount, string? ImageID, ContainerState? State, ContainerState? LastState);

public sealed record ContainerState(ContainerWaiting? Waiting, ContainerTerminated? Terminated);

public sealed record ContainerWaiting(string? Reason, string? Message);

public sealed record ContainerTerminated(int ExitCode, string? Reason, string? Message);

public sealed record JobObject(ObjectMeta Metadata, JobSpec? Spec, JobObjectStatus? Status)
{
    public Condition? Ended => Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "Complete" or "Failed", Status: "True" });
}

public sealed record JobSpec(LabelSelector? Selector);

public sealed record JobObjectStatus(IReadOnlyList<Condition>? Conditions);

/// <summary>What the containers of a pod used on average over a window that ended at a time.</summary>
public sealed record PodMetricsObject(ObjectMeta Metadata, DateTimeOffset? Timestamp, string? Window, IReadOnlyList<ContainerMetrics>? Containers);

public sealed record ContainerMetrics(string Name, Dictionary<string, string>? Usage);

/// <summary>What the API server says of a call that failed.</summary>
public sealed record ApiStatus(string? Message, string? Reason, ApiStatusDetails? Details);

public sealed record ApiStatusDetails(string? Kind, string? Name, int? RetryAfterSeconds);
