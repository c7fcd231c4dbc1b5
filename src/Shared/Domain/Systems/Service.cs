using System.Text.Json.Serialization;
using Slipway.Domain.Scaling;

namespace Slipway.Domain.Systems;

[JsonConverter(typeof(CamelCase<WorkloadKind>))]
public enum WorkloadKind
{
    Deployment,
    StatefulSet,
    DaemonSet,
    EcsService,
}

/// <summary>A service: one workload that runs images of one repository.</summary>
public sealed record Service
{
    public required ServiceName Name { get; init; }

    public required WorkloadKind Kind { get; init; }

    public required string Workload { get; init; }

    public required string Container { get; init; }

    public required string Repository { get; init; }

    /// <summary>A registry outside the account, such as docker.io, whose pushes nobody tells us; null for the account's own.</summary>
    public string? Registry { get; init; }

    public required ReplicaRange Replicas { get; init; }

    public IReadOnlyList<ServiceName> DependsOn { get; init; } = [];

    public ScalingPolicy? Scaling { get; init; }

    /// <summary>How long a stopping container may finish its work.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>How many replicas a service may have, and how many it starts with.</summary>
public sealed record ReplicaRange(int Min, int Desired, int Max);
