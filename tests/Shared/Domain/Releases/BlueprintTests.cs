using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;

namespace Slipway.Tests.Shared.Domain.Releases;

public sealed class BlueprintTests
{
    private static readonly EnvironmentManifest Environment = Any.Environment("staging", Any.Service(), Any.Service("web", "shop-web")) with
    {
        Jobs = [new() { Name = "migrate", Repository = "shop-api", Run = ["migrate", "all"] }, new() { Name = "report", Repository = "shop-web", Run = ["report"] }],
        Databases = [new() { Name = "main", Identifier = "shop", Engine = "postgres", MigrationJob = "migrate" }],
    };

    private static readonly Push Both = Any.Push() with { Others = [Any.Image('b', "shop-web")] };

    public static TheoryData<string, EnvironmentManifest> Other => new()
    {
        { "workload", Environment with { Services = [Any.Service() with { Workload = "api-2" }, Environment.Services[1]] } },
        { "kind", Environment with { Services = [Any.Service() with { Kind = WorkloadKind.EcsService }, Environment.Services[1]] } },
        { "cluster", Environment with { Cluster = "shop-2" } },
        { "order", Environment with { Services = [Any.Service() with { DependsOn = [new("web")] }, Environment.Services[1]] } },
        { "run", Environment with { Jobs = [Environment.Jobs[0] with { Run = ["migrate all"] }, Environment.Jobs[1]] } },
        { "database", Environment with { Databases = [Environment.Databases[0] with { Identifier = "shop-2" }] } },
        { "reversibility", Environment with { Databases = [Environment.Databases[0] with { Reversibility = Reversibility.Irreversible }] } },
    };

    public static TheoryData<string, EnvironmentManifest> Same => new()
    {
        { "replicas", Environment with { Services = [Any.Service() with { Replicas = new ReplicaRange(1, 1, 1) }, Environment.Services[1]] } },
        { "soak", Environment with { Soak = TimeSpan.FromHours(1) } },
        { "another image's service", Environment with { Services = [Any.Service(), Environment.Services[1] with { Workload = "web-2" }] } },
        { "another image's job", Environment with { Jobs = [Environment.Jobs[0], Environment.Jobs[1] with { Run = ["report", "2"] }] } },
        { "snapshots", Environment with { Databases = [Environment.Databases[0] with { SnapshotBeforeDeploy = SnapshotPolicy.Never }] } },
    };

    [Theory]
    [MemberData(nameof(Other))]
    public void It_is_another_when_what_is_released_is_described_otherwise(string what, EnvironmentManifest environment) =>
        Assert.True(Blueprint.Of(Environment, Any.Push()) != Blueprint.Of(environment, Any.Push()), what);

    [Theory]
    [MemberData(nameof(Same))]
    public void It_stays_the_same_whatever_else_is_written(string what, EnvironmentManifest environment) =>
        Assert.True(Blueprint.Of(Environment, Any.Push()) == Blueprint.Of(environment, Any.Push()), what);

    [Fact]
    public void Of_several_images_it_covers_all() =>
        Assert.NotEqual(Blueprint.Of(Environment, Both), Blueprint.Of(Environment with { Services = [Any.Service(), Environment.Services[1] with { Workload = "web-2" }] }, Both));
}
