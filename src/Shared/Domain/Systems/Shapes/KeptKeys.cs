using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Shapes;

/// <summary>
/// The keys that describe a system for people and for the tools that provision it. Slipway keeps them and does not act on them:
/// this is the whole list, and a key that Slipway learns to act on moves from here to its section.
/// </summary>
internal static class KeptKeys
{
    public static IReadOnlyList<Key> System { get; } =
    [
        Kept("config", "Environment variables that all services share."),
        Kept("maintenance", "Time zone and windows of planned work."),
        Kept("disasterRecovery", "Recovery targets, scenarios, drills and restore steps."),
        Kept("secrets", "The names of secrets, never their values."),
        Kept("observability", "Log groups, metrics, dashboards and audit logs."),
        Kept("tests", "Load and infrastructure tests."),
        Kept("foundation", "What is provisioned: network, cluster, registries, buckets, load balancer, DNS, roles."),
    ];

    public static IReadOnlyList<Key> Metadata { get; } =
    [
        Kept("description", "What the system is for."),
        Kept("source", "The document that this manifest was made from."),
    ];

    public static IReadOnlyList<Key> Environment { get; } = [Kept("access", "Who may reach the environment.")];

    public static IReadOnlyList<Key> Trigger { get; } = [Kept("git", "The branch or tag from which the images are built.")];

    public static IReadOnlyList<Key> Service { get; } =
    [
        Kept("launchType", "FARGATE or EC2."),
        Kept("ports", "Ports by name."),
        Kept("health", "Path and port of the health check, with the probes' timing."),
        Kept("resources", "Requests and limits of CPU and memory."),
        Kept("env", "Environment variables of this service alone."),
        Kept("volumes", "Storage that the service mounts."),
        Kept("serviceAccount", "The Kubernetes service account that carries its role."),
        Kept("nodeGroup", "The nodes it should run on."),
        Kept("capacity", "Whether it may run on spot capacity."),
        Kept("user", "The user that the container runs as."),
    ];

    public static IReadOnlyList<Key> Image { get; } =
    [
        Kept("dockerfile", "What the image is built from."),
        Kept("base", "The image it is built upon."),
    ];

    public static IReadOnlyList<Key> Shutdown { get; } = [Kept("signal", "The signal that asks the container to end.")];

    public static IReadOnlyList<Key> Job { get; } =
    [
        Kept("schedule", "When it runs by itself."),
        Kept("uses", "The procedure it stands for."),
        Kept("tool", "The tool it runs."),
        Kept("verify", "What to compare after it ran."),
        Kept("to", "Where its result goes."),
        Kept("optional", "Whether the system works without it."),
    ];

    public static IReadOnlyList<Key> Database { get; } =
    [
        Kept("version", "The engine's version."),
        Kept("extensions", "Extensions to enable."),
        Kept("multiAZ", "Whether a standby runs in another zone."),
        Kept("port", "The port it listens on."),
        Kept("name", "The database's name within the instance."),
        Kept("username", "The administrator's name."),
        Kept("subnets", "The kind of subnet it stands in."),
        Kept("maintenanceWindow", "When RDS may maintain it, in UTC."),
        Kept("deletionProtection", "Whether it is protected from deletion."),
        Kept("performanceInsights", "Whether Performance Insights is on."),
        Kept("monitoringInterval", "The interval of enhanced monitoring."),
        Kept("readReplicas", "Read replicas."),
        Kept("accessLogging", "Whether access is logged."),
    ];

    public static IReadOnlyList<Key> Pool { get; } = [Kept("maxIdle", "How many connections it keeps without work."), Kept("maxLifetime", "How long it keeps one.")];

    public static IReadOnlyList<Key> Storage { get; } = [Kept("type", "The volume's type."), Kept("autoscaleTo", "How far RDS may grow it.")];

    public static IReadOnlyList<Key> Backup { get; } =
    [
        Kept("retention", "How long automated backups are kept."),
        Kept("pointInTime", "Whether any moment can be restored."),
        Kept("export", "The job that exports the database."),
        Kept("restoreTest", "Whether restoring is tested."),
    ];

    public static IReadOnlyList<Key> Cache { get; } =
    [
        Kept("identifier", "The name of the ElastiCache cluster."),
        Kept("engine", "The engine."),
        Kept("version", "The engine's version."),
        Kept("nodeType", "The node's type."),
        Kept("nodes", "How many nodes it has."),
        Kept("port", "The port it listens on."),
        Kept("parameterGroup", "Its parameter group."),
        Kept("subnetGroup", "Its subnet group."),
        Kept("subnets", "The kind of subnet it stands in."),
        Kept("auth", "Whether it asks for a password."),
        Kept("encryption", "Whether it is encrypted at rest and in transit."),
        Kept("purposes", "What it is used for."),
    ];

    public static IReadOnlyList<Key> Queue { get; } =
    [
        Kept("metric", "The metric that shows its depth; Slipway asks the queue itself."),
        Kept("deadLetter", "What becomes of messages that fail again and again."),
    ];

    public static IReadOnlyList<Key> Rollout { get; } =
    [
        Kept("circuitBreaker", "The deployment circuit breaker of ECS."),
        Kept("cutover", "The steps of moving an existing system here."),
    ];

    public static IReadOnlyList<Key> Verify { get; } =
    [
        Kept("suites", "Test suites of the pipeline."),
    ];

    public static IReadOnlyList<Key> Alarm { get; } = [Kept("source", "Where the metric comes from, when not CloudWatch."), Kept("query", "What the source counts.")];

    public static IReadOnlyList<Key> Budget { get; } = [Kept("savings", "Ways to spend less, with what each would save.")];
}
