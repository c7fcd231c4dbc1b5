namespace Slipway.Aws.Kubernetes.Api;

/// <summary>A resource of the Kubernetes API: where it is, and what RBAC calls it. <paramref name="Group"/> is empty for the core, <paramref name="Namespace"/> for what stands in none, or in any.</summary>
public sealed record ResourcePath(string Group, string Plural, string Namespace, string? Name = null, string? Subresource = null)
{
    public static ResourcePath Pods(string name) => new("", "pods", name);

    public static ResourcePath EveryPod { get; } = Pods("");

    public static ResourcePath Nodes { get; } = new("", "nodes", "");

    public static ResourcePath ReplicaSets(string name) => new("apps", "replicasets", name);

    public static ResourcePath ControllerRevisions(string name) => new("apps", "controllerrevisions", name);

    public static ResourcePath Jobs(string name) => new("batch", "jobs", name);

    public static ResourcePath Services(string name) => new("", "services", name);

    public static ResourcePath Quotas(string name) => new("", "resourcequotas", name);

    public static ResourcePath Autoscalers(string name) => new("autoscaling", "horizontalpodautoscalers", name) { Version = "v2" };

    public static ResourcePath PodMetrics(string name) => new("metrics.k8s.io", "pods", name) { Version = "v1beta1" };

    public string Version { get; init; } = "v1";

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The path below the server, without a leading slash.</summary>
    public string Path => string.Join('/', new[]
    {
        Group.Length == 0 ? $"api/{Version}" : $"apis/{Group}/{Version}", Namespace.Length == 0 ? null : $"namespaces/{Uri.EscapeDataString(Namespace)}", Plural, Name is null ? null : Uri.EscapeDataString(Name), Subresource,
    }.Where(part => part is not null));

    /// <summary>What a rule of RBAC has to name.</summary>
    public string Rule => (Subresource is null ? Plural : $"{Plural}/{Subresource}") + (Group.Length == 0 ? "" : $" of the API group {Group}");

    /// <summary>For messages: "deployments shop/api".</summary>
    public override string ToString() => Namespace.Length == 0 ? Plural : $"{Plural} {Namespace}{(Name is null ? "" : $"/{Name}")}";

    /// <summary>For messages: what a role that allows something here has to be.</summary>
    public string Role => Namespace.Length == 0 ? "ClusterRole" : $"Role of the namespace {Namespace}";
}
