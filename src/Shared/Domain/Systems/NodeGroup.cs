using Slipway.Domain.Scaling;

namespace Slipway.Domain.Systems;

/// <summary>Nodes of a cluster that EKS manages, whose number follows what their pods ask for.</summary>
public sealed record NodeGroup
{
    /// <summary>How records and people call it; it stands among the services' names, so that no two things that scale share one.</summary>
    public required ServiceName Name { get; init; }

    /// <summary>What EKS calls it.</summary>
    public required string Group { get; init; }

    public required ReplicaRange Nodes { get; init; }

    public required ScalingPolicy Scaling { get; init; }
}
