using Slipway.Domain.Notifications;
using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;

namespace Slipway.Tests.Local.Account;

/// <summary>A small system with a workload of every kind, for tests of the account.</summary>
internal static class Shop
{
    public static readonly SystemName Name = new("shop");
    public static readonly EnvironmentName Staging = new("staging");
    public static readonly EnvironmentName Production = new("production");
    public static readonly SmokeCheck ApiCheck = new("https://api.shop.example/health", 200);
    public static readonly SmokeCheck StagingCheck = new("https://api.staging.shop.example/health", 200);
    public static readonly SmokeCheck WebCheck = new("https://shop.example/", 200);

    public static readonly Location Location = new("eu-central-1");

    public static SystemManifest Manifest { get; } = new()
    {
        Name = Name,
        DisplayName = "Shop",
        Region = Location.Region,
        Version = "1",
        Environments = [Environment(Staging, "shop-staging", []), Environment(Production, "shop-production", Alarms)],
        Notifications = NotificationPolicy.Silent,
    };

    public static WorkloadAddress Address(string service, EnvironmentName? environment = null)
    {
        var manifest = Manifest.Environment(environment ?? Production);
        return WorkloadAddress.Of(manifest, manifest.Service(new(service)));
    }

    private static Alarm[] Alarms =>
    [
        Alarm("api-cpu", "services.api", "pod_cpu_utilization", "Average", 80) with { For = TimeSpan.FromMinutes(5) },
        Alarm("alb-5xx", "foundation.loadBalancer", "HTTPCode_Target_5XX_Count", "Sum", 10),
        Alarm("no-targets", "foundation.loadBalancer", "HealthyHostCount", "Minimum", 1) with { Above = false },
        Alarm("latency", "foundation.loadBalancer", "TargetResponseTime", "p99", 2),
        Alarm("db-disk", "databases.main", "FreeStorageSpace", "Minimum", 1e9) with { Above = false, Period = TimeSpan.FromMinutes(5), For = TimeSpan.FromMinutes(5) },
        Alarm("backlog", "queues.orders", "QueueDepth", "Maximum", 100),
    ];

    private static EnvironmentManifest Environment(EnvironmentName name, string cluster, IReadOnlyList<Alarm> alarms) => new()
    {
        Name = name,
        Location = Location,
        Cluster = cluster,
        Namespace = "shop",
        Rollout = RolloutPolicy.Standard with { StableWithin = TimeSpan.FromMinutes(5), Smoke = [ApiCheck, StagingCheck, WebCheck] },
        Services =
        [
            Service("store", WorkloadKind.StatefulSet, 3) with { Registry = "docker.io" },
            Service("api", WorkloadKind.Deployment, 4),
            Service("worker", WorkloadKind.Deployment, 1),
            Service("agent", WorkloadKind.DaemonSet, 3),
            Service("mail", WorkloadKind.EcsService, 2),
            Service("web", WorkloadKind.Deployment, 3),
        ],
        Databases = [new() { Name = "main", Identifier = $"{cluster}-db", Engine = "postgres", StorageGiB = 100 }],
        Queues = [new("orders", QueueKind.Sqs, new("worker"))],
        Alarms = alarms,
        Budget = new("USD", null, [new("rds", "Multi-AZ", 140), new("nat", "three", 100), new("ec2-nodes", "3 nodes", 180)]),
    };

    private static Service Service(string name, WorkloadKind kind, int desired) => new()
    {
        Name = new(name),
        Kind = kind,
        Workload = $"shop-{name}",
        Container = name,
        Repository = $"shop/{name}",
        Replicas = new(1, desired, 20),
    };

    private static Alarm Alarm(string name, string watch, string metric, string statistic, double threshold) => new()
    {
        Name = name,
        Watch = watch,
        Namespace = "Test",
        Metric = metric,
        Statistic = statistic,
        Threshold = threshold,
        Above = true,
    };
}
