using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about its services.</summary>
internal static class ServiceSection
{
    private static readonly Words<WorkloadKind> Kinds = new(
        ("Deployment", WorkloadKind.Deployment),
        ("StatefulSet", WorkloadKind.StatefulSet),
        ("DaemonSet", WorkloadKind.DaemonSet),
        ("EcsService", WorkloadKind.EcsService));

    public static ScalarShape Repository { get; } = Scalars.Pattern("a repository", "my-api", "^[a-z0-9]+([._/-][a-z0-9]+)*$");

    public static MapShape Image { get; } = new("{repository: my-api}",
    [
        Must("repository", Repository, "The ECR repository whose pushes are released here."),
        May("registry", Scalars.Text("docker.io"), "A registry outside the account: its images are never released, the service only runs."),
        .. KeptKeys.Image,
    ]);

    public static MapShape Replicas { get; } = new("{min: 2, max: 4}",
    [
        Must("min", Scalars.Whole(0, 1000, "2"), "The fewest that may run."),
        May("desired", Scalars.Whole(0, 1000, "2"), "How many to start with; without it, min."),
        Must("max", Scalars.Whole(1, 1000, "4"), "The most that may run."),
    ]);

    private static MapShape Service { get; } = new("{kind: Deployment, image: {repository: my-api}, replicas: {min: 2, max: 4}}",
    [
        Must("kind", Kinds.Shape, "What kind of workload runs it."),
        May("workload", Scalars.Name, "The workload's name in the cluster; without it, the service's."),
        May("container", Scalars.Name, "The container that runs the image; without it, the service's name."),
        Must("image", Image, "The image it runs."),
        Must("replicas", Replicas, "How many replicas it may have."),
        May("dependsOn", new ListShape("[database-proxy]", Scalars.NameIn("services", "api"), Distinct: true), "Services that are rolled out before it."),
        May("scaling", ScalingSection.Shape, "How its replicas follow its work."),
        May("shutdown", new MapShape("{grace: 60s}", [May("grace", Scalars.Duration, "How long a stopping container may finish its work."), .. KeptKeys.Shutdown]), "How it stops."),
        May("secrets", new ListShape("[database-url]", Scalars.NameIn("secrets.items", "database-url"), Distinct: true),
            "The secrets it may read, by their keys in secrets.items. Checked, not provisioned."),
        .. KeptKeys.Service,
    ]);

    public static NamedShape Shape { get; } = new($"{{api: {Service.Example}}}", Service, Filled: true);

    public static Sequence Order(ManifestNode services) =>
        new(services.Entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value["dependsOn"].Texts)));

    /// <summary>The repositories whose pushes are released: those of the account's own registry.</summary>
    public static IReadOnlyList<string> Released(ManifestNode services) =>
        [.. services.Entries.Select(entry => entry.Value["image"]).Where(image => image.Find("registry") is null).Select(image => image["repository"].Text).OfType<string>()];

    public static void Check(ManifestNode services, ManifestNode queues, Problems problems)
    {
        foreach (var service in services.Entries)
        {
            CheckReplicas(service.Value["replicas"], problems);
            ScalingSection.Check(service.Value["scaling"], service.Value["replicas"], queues, problems);
            foreach (var metric in service.Value["scaling"]["metrics"].Items.Where(metric => metric["metric"].Text == "requests"))
            {
                problems.Add(metric["metric"], "belongs to nodeGroups; write cpu or memory here: what is used of what the replicas request");
            }

            if (service.Value["kind"].Text == nameof(WorkloadKind.DaemonSet) && service.Value.Find("scaling") is { } scaling)
            {
                problems.Add(scaling, "belongs to a Deployment, StatefulSet or EcsService; a DaemonSet has one replica on each node");
            }
        }

        foreach (var cycle in Order(services).Cycles)
        {
            problems.Add(services[cycle[^2]]["dependsOn"], $"{string.Join(" → ", cycle)} is a circle; remove one of these dependencies");
        }

        foreach (var same in services.Entries.GroupBy(Place).Where(same => same.Count() > 1))
        {
            var first = same.First();
            foreach (var other in same.Skip(1))
            {
                problems.Add(other.Value, $"runs in the same container as services.{first.Key} ({same.Key.Workload}/{same.Key.Container}); give it its own workload or container");
            }
        }
    }

    public static IReadOnlyList<Service> Read(ManifestNode services) => [.. Order(services).Ordered.Select(name => Read(name, services[name]))];

    public static void CheckReplicas(ManifestNode replicas, Problems problems)
    {
        var (min, desired, max) = (replicas["min"].Whole, replicas["desired"].Whole, replicas["max"].Whole);
        if (min > max)
        {
            problems.Add(replicas["min"], $"is {min}, more than max, which is {max}; write at most {max}");
        }
        else if (desired < min || desired > max)
        {
            problems.Add(replicas["desired"], $"is {desired}; write a number from min to max, {min} to {max}");
        }
    }

    private static (string Kind, string Workload, string Container) Place(MapEntry service) =>
        (service.Value["kind"].Text ?? "", service.Value["workload"].Text ?? service.Key, service.Value["container"].Text ?? service.Key);

    private static Service Read(string name, ManifestNode node) => new()
    {
        Name = new(name),
        Kind = KindOf(node) ?? default,
        Workload = node["workload"].Text ?? name,
        Container = node["container"].Text ?? name,
        Repository = node["image"]["repository"].Text ?? "",
        Registry = node["image"]["registry"].Text,
        Replicas = ReadReplicas(node["replicas"]),
        DependsOn = [.. node["dependsOn"].Texts.Select(other => new ServiceName(other))],
        Scaling = ScalingSection.Read(node["scaling"]),
        Grace = node["shutdown"]["grace"].Duration ?? TimeSpan.FromSeconds(30),
    };

    /// <summary>Null where nobody knows such a kind.</summary>
    public static WorkloadKind? KindOf(ManifestNode service) => Kinds.Find(service["kind"].Text);

    public static ReplicaRange ReadReplicas(ManifestNode replicas)
    {
        var min = replicas["min"].Whole ?? 0;
        return new(min, replicas["desired"].Whole ?? min, replicas["max"].Whole ?? min);
    }
}
