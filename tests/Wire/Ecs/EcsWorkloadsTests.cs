using System.Globalization;
using Amazon.ECS.Model;
using Slipway.Aws.Ecs;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Tests.Wire.Peers;
using ConflictException = Slipway.Domain.ConflictException;
using Task = System.Threading.Tasks.Task;

namespace Slipway.Tests.Wire.Ecs;

/// <summary>Revisions, updates and tags as moto keeps them; that moto moves no deployment is the matter of other tests.</summary>
public sealed class EcsWorkloadsTests(MotoServer moto)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "DGT-36")]
    public async Task A_new_image_comes_in_a_revision_in_which_nothing_else_has_changed()
    {
        var service = await MotoService.CreateAsync(moto);
        var before = (await service.RevisionAsync(service.Family)).TaskDefinition;

        await Workloads(service).ChangeImageAsync(service.Address, Shop.Image("second"), 7, Token);

        var revision = await service.RevisionAsync((await service.DescribeAsync()).TaskDefinition);
        var after = revision.TaskDefinition;
        Assert.Equal(2, after.Revision);
        Assert.Equal([Shop.Image("second").Reference, "envoyproxy/envoy:v1.30"], after.ContainerDefinitions.Select(container => container.Image));
        after.ContainerDefinitions[0].Image = before.ContainerDefinitions[0].Image;
        (after.Revision, after.TaskDefinitionArn, after.RegisteredAt) = (before.Revision, before.TaskDefinitionArn, before.RegisteredAt);
        Assert.Equivalent(before, after, strict: true);
        Assert.Equal(
            [("slipway:container", "api"), ("slipway:release-token", "7"), ("slipway:source", $"{service.Family}:1"), ("team", "shop")],
            revision.Tags.Select(tag => (tag.Key, tag.Value)).Order());
        Assert.Contains((await service.DescribeAsync()).Tags, tag => tag.Key == "slipway:fencing-token-3" && tag.Value == $"7 {service.Family}:2");
    }

    [Fact]
    public async Task Where_the_revision_is_gone_the_image_comes_back_alone()
    {
        var service = await MotoService.CreateAsync(moto);
        var templates = new EcsTemplates(service.Clients);
        var kept = await templates.ReadAsync(service.Address, Token) with { Revision = $"{service.Family}:77" };

        await templates.RestoreAsync(service.Address, kept, Shop.Image("second"), 7, Token);

        var running = await service.RevisionAsync((await service.DescribeAsync()).TaskDefinition);
        Assert.Equal(Shop.Image("second").Reference, running.TaskDefinition.ContainerDefinitions[0].Image);
    }

    [Fact]
    public async Task A_repeated_change_registers_no_further_revision()
    {
        var service = await MotoService.CreateAsync(moto);
        for (var repetition = 0; repetition < 3; repetition++)
        {
            await Workloads(service).ChangeImageAsync(service.Address, Shop.Image("second"), 7, Token);
        }

        Assert.Equal(2, (await service.RevisionAsync(service.Family)).TaskDefinition.Revision);
    }

    [Fact]
    public async Task An_older_token_is_refused_and_registers_nothing()
    {
        var service = await MotoService.CreateAsync(moto);
        await Workloads(service).ChangeImageAsync(service.Address, Shop.Image("second"), 7, Token);

        var failure = await Assert.ThrowsAsync<ConflictException>(() => Workloads(service).ChangeImageAsync(service.Address, Shop.Image("third"), 6, Token));

        Assert.Equal("api was last changed with token 7; token 6 is older, so its holder has lost the lease.", failure.Message);
        Assert.Equal(2, (await service.RevisionAsync(service.Family)).TaskDefinition.Revision);
    }

    [Fact]
    public async Task Replicas_are_asked_for()
    {
        var service = await MotoService.CreateAsync(moto);
        await Workloads(service).ScaleAsync(service.Address, 5, Token);
        Assert.Equal(5, (await service.DescribeAsync()).DesiredCount);
        Assert.Equal("api cannot have -1 replicas.", (await Assert.ThrowsAsync<RejectedException>(() => Workloads(service).ScaleAsync(service.Address, -1, Token))).Message);
    }

    [Fact]
    public async Task A_restart_begins_one_deployment_for_each_id_and_as_many_ids_are_kept_as_a_tag_holds()
    {
        var service = await MotoService.CreateAsync(moto);
        var first = await DeploymentAsync(service);
        await Workloads(service).RestartAsync(service.Address, "alarm ä/1", Token);
        var second = await DeploymentAsync(service);
        await Workloads(service).RestartAsync(service.Address, "alarm ä/1", Token);

        Assert.NotEqual(first, second);
        Assert.Equal(second, await DeploymentAsync(service));
        for (var alarm = 2; alarm < 20; alarm++)
        {
            await Workloads(service).RestartAsync(service.Address, $"alarm ä/{alarm.ToString(CultureInfo.InvariantCulture)}", Token);
        }

        Assert.InRange((await service.DescribeAsync()).Tags.Single(tag => tag.Key == "slipway:restart-ids").Value.Length, 200, 256);
    }

    [Fact]
    public async Task A_missing_cluster_and_a_missing_service_are_said()
    {
        var service = await MotoService.CreateAsync(moto);
        var place = $"the cluster {service.Address.Cluster} in us-east-1";
        foreach (var call in Calls(service, service.Address with { Name = "web" }))
        {
            Assert.Equal($"There is no service web in {place}: it was deleted, or the manifest names it wrongly.", (await Assert.ThrowsAsync<RejectedException>(call)).Message);
        }

        foreach (var call in Calls(service, service.Address with { Cluster = "nowhere" }))
        {
            Assert.Equal(
                "The service api cannot be read: there is no ECS cluster nowhere in us-east-1; it was deleted, or the manifest names it wrongly.",
                (await Assert.ThrowsAsync<RejectedException>(call)).Message);
        }
    }

    [Fact]
    public void Every_part_of_a_task_definition_that_can_be_registered_is_copied()
    {
        var registered = typeof(RegisterTaskDefinitionRequest).GetProperties().Where(property => property.DeclaringType == typeof(RegisterTaskDefinitionRequest)).Select(property => property.Name);
        var copied = File.ReadAllText(Path.Combine(Repository.Root, "src/Shared/Aws/Ecs/TaskRevision.cs"));
        Assert.All(registered, name => Assert.Matches($@"\b{name} = ", copied));
    }

    private static Func<Task>[] Calls(MotoService service, WorkloadAddress address) =>
    [
        () => Workloads(service).ReadAsync(address, Token),
        () => Workloads(service).ChangeImageAsync(address, Shop.Image("second"), 1, Token),
        () => Workloads(service).ScaleAsync(address, 1, Token),
        () => Workloads(service).RestartAsync(address, "alarm-1", Token),
    ];

    private static EcsWorkloads Workloads(MotoService service) => new(service.Clients, TimeProvider.System);

    private static async Task<string> DeploymentAsync(MotoService service) => (await service.DescribeAsync()).Deployments[0].Id;
}
