using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Tests.Local.Account;
using Slipway.Tests.Wire.Ecs.Fake;

namespace Slipway.Tests.Wire;

/// <summary>Which cluster is asked follows from the kind: here the simulated account stands for Kubernetes.</summary>
public sealed class RoutingTests
{
    private readonly AccountRun _run = new();
    private readonly FakeEcs _ecs = new(Ecs.Shop.Image("first").Reference, 2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workloads_of_both_kinds_are_read_changed_scaled_and_restarted_where_they_are()
    {
        var workloads = new Workloads(_run.Account.Cluster, new EcsWorkloads(_ecs.Clients, _ecs.Clock));
        foreach (var (address, image) in new[] { (Shop.Address("api"), _run.Account.Registry.Push("shop/api", "v2")), (Ecs.Shop.Api, Ecs.Shop.Image("second")) })
        {
            await workloads.ChangeImageAsync(address, image, 1, Token);
            await workloads.ScaleAsync(address, 7, Token);
            await workloads.RestartAsync(address, "alarm-1", Token);
            var state = await workloads.ReadAsync(address, Token);
            Assert.Equal((image, 7, 7), (state.Image, state.Desired, (await workloads.CountAsync(address, Token)).Desired));
        }

        await Assert.ThrowsAsync<RejectedException>(() => workloads.ReadAsync(Shop.Address("api") with { Kind = Domain.Systems.WorkloadKind.EcsService }, Token));
    }

    [Fact]
    public async Task Jobs_of_both_kinds_run_beside_what_they_are_like()
    {
        var jobs = new Jobs(_run.Account.Jobs, new EcsJobs(_ecs.Clients, _ecs.Clock));
        foreach (var (address, image) in new[] { (Shop.Address("api"), _run.Account.Registry.Push("shop/api", "v2")), (Ecs.Shop.Api, Ecs.Shop.Image("second")) })
        {
            var job = new JobAddress(address, "migrate-1");
            await jobs.StartAsync(new(job, image, ["migrate"], TimeSpan.FromMinutes(5)), Token);
            Assert.Equal(JobStatus.Running, (await jobs.ReadAsync(job, Token)).Status);
            await jobs.StopAsync(job, Token);
            Assert.Equal(JobStatus.Failed, (await jobs.ReadAsync(job, Token)).Status);
        }

        Assert.Equal(["migrate-1"], _run.Account.Jobs.Started.Select(job => job.Address.Name));
    }
}
