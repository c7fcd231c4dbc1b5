using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Tests.Shared.Domain;

/// <summary>Things that a rule needs but does not look at.</summary>
internal static class Any
{
    public static readonly DateTimeOffset Time = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    public static readonly Location Location = new("us-east-1");

    public static Digest Digest(char digit = 'a') => Slipway.Domain.Images.Digest.Parse("sha256:" + new string(digit, 64));

    public static Image Image(char digit = 'a', string repository = "shop-api") => new("123456789012.dkr.ecr.us-east-1.amazonaws.com", repository, Digest(digit));

    public static Push Push(char digit = 'a', string tag = "v1", DateTimeOffset? at = null, string repository = "shop-api") =>
        new($"push-{digit}", Image(digit, repository), tag, at ?? Time);

    public static Service Service(string name = "api", string repository = "shop-api", string? registry = null) => new()
    {
        Name = new(name),
        Kind = WorkloadKind.Deployment,
        Workload = name,
        Container = name,
        Repository = repository,
        Registry = registry,
        Replicas = new(1, 2, 4),
    };

    public static EnvironmentManifest Environment(string name, params IReadOnlyList<Service> services) =>
        new() { Name = new(name), Location = Location, Cluster = "shop", Namespace = "shop", Services = services.Count > 0 ? services : [Service()] };

    public static SystemManifest System(string name, params IReadOnlyList<EnvironmentManifest> environments) => new()
    {
        Name = new(name),
        DisplayName = name,
        Region = Location.Region,
        Version = "1",
        Environments = environments,
        Notifications = Slipway.Domain.Notifications.NotificationPolicy.Silent,
    };

    public static Release Release(ReleaseStatus status = ReleaseStatus.Waiting, char digit = 'a', string service = "api") =>
        Slipway.Domain.Releases.Release.Open(System("shop"), Environment("production"), [Service(service)], Push(digit), Time) with { Status = status };

    public static ServiceChange Change(string service = "api") => new(new(service), new(Location, "shop", "shop", WorkloadKind.Deployment, $"shop-{service}", service));

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
