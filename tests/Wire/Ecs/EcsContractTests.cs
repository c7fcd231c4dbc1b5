using Slipway.Aws.Access;
using Slipway.Aws.Ecs;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Pauses;
using Slipway.Domain.Systems;
using Slipway.Tests.Ports;
using Slipway.Tests.Wire.Ecs.Fake;
using Slipway.Tests.Wire.Registries;

namespace Slipway.Tests.Wire.Ecs;

/// <summary>The contract, kept by the adapter before a fake of ECS: moto moves no deployment and begins no task of a service.</summary>
public sealed class FakeEcsServices() : WorkloadsContract(WorkloadKind.EcsService)
{
    protected override Task<WorkloadBench> OpenAsync(WorkloadKind kind) => Task.FromResult<WorkloadBench>(new EcsBench());
}

/// <summary>The contract, kept by a service that ECS deploys blue/green, while the old side is kept.</summary>
public sealed class FakeEcsBlueGreenServices() : WorkloadsContract(WorkloadKind.EcsService)
{
    protected override Task<WorkloadBench> OpenAsync(WorkloadKind kind) => Task.FromResult<WorkloadBench>(new EcsBench(bake: TimeSpan.FromSeconds(60)));
}

/// <summary>The contract, kept by the adapter before a fake of ECS.</summary>
public sealed class FakeEcsTemplates() : WorkloadTemplatesContract(WorkloadKind.EcsService)
{
    protected override Task<TemplateBench> OpenAsync(WorkloadKind kind)
    {
        var bench = new EcsBench();
        return Task.FromResult(new TemplateBench(bench, bench.Templates, bench.SetVariableAsync));
    }
}

/// <summary>The contract, kept by the adapter before a fake of ECS.</summary>
public sealed class FakeEcsCanaries() : CanariesContract(WorkloadKind.EcsService)
{
    protected override Task<CanaryBench> OpenAsync(WorkloadKind kind)
    {
        var bench = new EcsBench();
        return Task.FromResult(new CanaryBench(bench, bench.Canaries));
    }
}

/// <summary>The contract, kept by a service that ECS deploys blue/green.</summary>
public sealed class FakeEcsPausedRollouts : PausedRolloutsContract
{
    protected override Task<PauseBench> OpenAsync(IReadOnlyList<PausePlace> hooks)
    {
        var bench = new EcsBench(bake: TimeSpan.FromSeconds(60));
        bench.SetPauseHooks([.. hooks.Select(hook => hook switch
        {
            PausePlace.BeforeReplicas => "PRE_SCALE_UP",
            PausePlace.BeforeTests => "POST_SCALE_UP",
            PausePlace.BeforeRequests => "POST_TEST_TRAFFIC_SHIFT",
            _ => "POST_PRODUCTION_TRAFFIC_SHIFT",
        })]);
        return Task.FromResult(new PauseBench(bench, bench.PausedRollouts));
    }

    [Fact]
    public async Task A_restart_that_would_be_held_is_refused_before_it_begins()
    {
        var bench = await OpenAsync([PausePlace.BeforeReplicas]);

        var failure = await Assert.ThrowsAsync<RejectedException>(() => bench.Workload.Workloads.RestartAsync(bench.Workload.Address, "incident-1", Token));

        Assert.Equal("The service api in the cluster prod has pause hooks, at which a restart would wait for somebody: restart it by hand.", failure.Message);
        Assert.Null((await bench.Workload.Workloads.ReadAsync(bench.Workload.Address, Token)).Pause);
    }
}

/// <summary>A service of the fake.</summary>
internal sealed class EcsBench : WorkloadBench
{
    private readonly FakeEcs _ecs;
    private int _images;

    public EcsBench(TimeSpan? bake = null)
    {
        _ecs = new(Shop.Image("first").Reference, Replicas, bake);
        Workloads = new EcsWorkloads(_ecs.Clients, _ecs.Clock);
        Canaries = new EcsCanaries(_ecs.Clients);
        PausedRollouts = new EcsPausedRollouts(_ecs.Clients);
        Templates = new EcsTemplates(_ecs.Clients);
        for (var step = 0; step < 10; step++)
        {
            _ecs.Pass();
        }
    }

    public EcsCanaries Canaries { get; }

    public EcsTemplates Templates { get; }

    public EcsPausedRollouts PausedRollouts { get; }

    public override IWorkloads Workloads { get; }

    public override WorkloadAddress Address => Shop.Api;

    public override Image Make(SampleImage image)
    {
        var made = Shop.Image($"{image} {++_images}");
        _ecs.Behaves(made.Digest.Value, image switch
        {
            SampleImage.Healthy => FakeCourse.Lasting,
            SampleImage.Crashing => new(4, 8, 1, "", "Error: DATABASE_URL is not set\n"),
            _ => new(null, 5, null, $"CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref {made.Reference}: not found", ""),
        });
        return made;
    }

    public override Task PassAsync()
    {
        _ecs.Pass();
        return Task.CompletedTask;
    }

    public void SetPauseHooks(IReadOnlyList<string> stages) => _ecs.SetPauseHooks(stages);

    /// <summary>Another hand registers a revision and lets the service take it, as its own pipeline would.</summary>
    public Task SetVariableAsync(string name, string? value) => ChangeAsync(containers => containers[0].Environment =
    [
        .. (containers[0].Environment ?? []).Where(variable => variable.Name != name),
        .. value is null ? Array.Empty<Amazon.ECS.Model.KeyValuePair>() : [new() { Name = name, Value = value }],
    ]);

    /// <summary>What the service asks for by now.</summary>
    public async Task<List<Amazon.ECS.Model.ContainerDefinition>> ContainersAsync()
    {
        var client = _ecs.Clients.For(Address.Location, AwsServices.Ecs);
        var service = (await client.DescribeServicesAsync(new() { Cluster = Address.Cluster, Services = [Address.Name] })).Services[0];
        return (await client.DescribeTaskDefinitionAsync(new() { TaskDefinition = service.TaskDefinition })).TaskDefinition.ContainerDefinitions;
    }

    public async Task ChangeAsync(Action<List<Amazon.ECS.Model.ContainerDefinition>> change)
    {
        var client = _ecs.Clients.For(Address.Location, AwsServices.Ecs);
        var service = (await client.DescribeServicesAsync(new() { Cluster = Address.Cluster, Services = [Address.Name] })).Services[0];
        var definition = (await client.DescribeTaskDefinitionAsync(new() { TaskDefinition = service.TaskDefinition })).TaskDefinition;
        change(definition.ContainerDefinitions);
        var registered = await client.RegisterTaskDefinitionAsync(new() { Family = definition.Family, ContainerDefinitions = definition.ContainerDefinitions });
        await client.UpdateServiceAsync(new() { Cluster = Address.Cluster, Service = Address.Name, TaskDefinition = registered.TaskDefinition.TaskDefinitionArn });
    }
}

/// <summary>The contract, kept by the adapter before a fake of ECS: the tasks of moto have no exit code and no log.</summary>
public sealed class FakeEcsTasks : JobsContract
{
    protected override Task<JobBench> OpenAsync() => Task.FromResult<JobBench>(new Bench());

    private sealed class Bench : JobBench
    {
        private readonly FakeEcs _ecs = new(Shop.Image("first").Reference, 1);

        public Bench() => Jobs = new EcsJobs(_ecs.Clients, _ecs.Clock);

        public override IJobs Jobs { get; }

        public override WorkloadAddress Like => Shop.Api;

        public override (Image Image, IReadOnlyList<string> Run) Make(SampleJob job)
        {
            var made = Shop.Image($"{job}");
            _ecs.Behaves(made.Digest.Value, job switch
            {
                SampleJob.Succeeds => new(3, 20, 0, "", "working\ndone\n"),
                SampleJob.Fails => new(3, 20, 1, "", "working\nbroken\n"),
                SampleJob.Lasts => new(3, null, null, "", "working\n"),
                _ => new(null, null, null, "", ""),
            });
            return (made, ["migrate", "--all"]);
        }

        public override string LastLine(SampleJob job) => job == SampleJob.Fails ? "broken" : "done";

        public override Task PassAsync()
        {
            _ecs.Pass();
            return Task.CompletedTask;
        }
    }
}

/// <summary>The service that the tests of ECS work on, and its images.</summary>
internal static class Shop
{
    public static WorkloadAddress Api { get; } = new(new("eu-central-1"), "prod", "shop", WorkloadKind.EcsService, "api", "api");

    public static Image Image(string content) => new("123456789012.dkr.ecr.eu-central-1.amazonaws.com", "shop/api", Digests.Of(content));
}
