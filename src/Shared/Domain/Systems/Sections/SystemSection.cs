using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>The whole manifest: its header and its sections.</summary>
internal static class SystemSection
{
    public const string ApiVersion = "slipway/v1";
    public const string Kind = "System";

    public static ScalarShape Region { get; } = Scalars.Pattern("a region", "us-east-1", "^[a-z]{2}(-[a-z]+)+-[0-9]$");

    private static MapShape Metadata { get; } = new("{name: my-system}",
    [
        Must("name", Scalars.Name, "The system's name, by which Slipway knows it."),
        May("displayName", Scalars.Text("My System"), "The system's name for people."),
        .. KeptKeys.Metadata,
    ]);

    public static MapShape Shape { get; } = new($"{{apiVersion: {ApiVersion}, kind: {Kind}}}",
    [
        Must("apiVersion", Scalars.Choice(ApiVersion), "The version of this format."),
        Must("kind", Scalars.Choice(Kind), "What the file describes."),
        Must("metadata", Metadata, "What the system is called."),
        Must("region", Region, "The AWS region of every environment that names no other."),
        Must("environments", EnvironmentSection.Shape, "Where the system runs, and how releases come from one environment to the next."),
        Must("services", ServiceSection.Shape, "The workloads of every environment."),
        May("nodeGroups", NodeGroupSection.Shape, "Node groups of EKS whose number of nodes follows their pods."),
        May("jobs", JobSection.Shape, "Tasks that run to their end."),
        May("databases", DatabaseSection.Shape, "RDS instances."),
        May("caches", CacheSection.Shape, "ElastiCache clusters, or a Redis anywhere."),
        May("queues", QueueSection.Shape, "Queues whose depth is work."),
        May("release", ReleaseSection.Shape, "What makes one release."),
        May("rollout", RolloutSection.Shape, "How a release gets in and what it must pass."),
        May("alarms", AlarmSection.Shape, "CloudWatch alarms and what to do about them."),
        May("notifications", NotificationSection.Shape, "Who hears of what."),
        May("people", PeopleSection.Shape, "Who decides on releases."),
        May("budget", BudgetSection.Shape, "What each environment is planned to cost."),
        .. KeptKeys.System,
    ]);

    /// <summary>What the shapes cannot say: limits between values, circles, things that must not be the same.</summary>
    public static void Check(ManifestNode document, Problems problems)
    {
        ServiceSection.Check(document["services"], document["queues"], problems);
        NodeGroupSection.Check(document["nodeGroups"], document, problems);
        DatabaseSection.Check(document, problems);
        AlarmSection.Check(document, problems);
        RolloutSection.Check(document, problems);
        TimeLimits.Check(document, problems);
        PeopleSection.Check(document["people"], problems);
        NotificationSection.Check(document["notifications"], problems);
        ReleaseSection.Check(document, problems);
    }

    public static SystemManifest Read(ManifestNode document, string version, IReadOnlyList<EnvironmentManifest> environments) => new()
    {
        Name = new(document["metadata"]["name"].Text ?? ""),
        DisplayName = document["metadata"]["displayName"].Text ?? document["metadata"]["name"].Text ?? "",
        Region = document["region"].Text ?? "",
        Version = version,
        Environments = environments,
        Together = document["release"]["together"].Texts,
        People = PeopleSection.Read(document["people"]),
        Notifications = NotificationSection.Read(document["notifications"]),
    };
}
