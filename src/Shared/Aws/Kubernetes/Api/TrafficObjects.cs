namespace Slipway.Aws.Kubernetes.Api;

/// <summary>A Service: which pods requests go to.</summary>
public sealed record ServiceObject(ObjectMeta Metadata, ServiceSpec? Spec);

public sealed record ServiceSpec(Dictionary<string, string>? Selector);

/// <summary>A HorizontalPodAutoscaler: how many replicas its target has at least.</summary>
public sealed record AutoscalerObject(ObjectMeta Metadata, AutoscalerSpec? Spec);

public sealed record AutoscalerSpec(ScaleTarget? ScaleTargetRef, int? MinReplicas, int? MaxReplicas);

public sealed record ScaleTarget(string Kind, string Name);
