using Slipway.Domain.Gates;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts.Capacity;
using Slipway.Domain.Systems;
using Slipway.Tests.Functions.Systems;

namespace Slipway.Tests.Shared.Domain.Rollouts.Capacity;

/// <summary>Pools of connections times replicas, those of a release among them, against what the database takes.</summary>
public sealed class PoolDemandTests
{
    [Theory]
    [Trait("Requirement", "CCP-32")]
    [InlineData(WorkloadKind.Deployment, 3, 0, 25, 100)]
    [InlineData(WorkloadKind.Deployment, 3, 3, 25, 175)]
    [InlineData(WorkloadKind.Deployment, 8, 0, 5, 50)]
    [InlineData(WorkloadKind.StatefulSet, 3, 0, 25, 75)]
    public void Each_replica_opens_its_pool_and_so_does_each_that_comes_beside_it(WorkloadKind kind, int replicas, int tried, int maxOpen, int connections) =>
        Assert.Equal(connections, new PoolDemand(maxOpen, [PoolUser.Of(new("backend"), kind, replicas, tried)]).Connections);

    [Fact]
    [Trait("Requirement", "DGT-67")]
    public void A_rolling_service_of_ECS_has_as_many_tasks_again() =>
        Assert.Equal(400, new PoolDemand(20, [PoolUser.Of(new("api"), WorkloadKind.EcsService, 10, 0)]).Connections);

    [Theory]
    [InlineData("{maxOpen: 50}", "rolling", null)]
    [InlineData("{maxOpen: 56, usedBy: [services.api]}", "rolling", null)]
    [InlineData("{maxOpen: 57, usedBy: [services.api]}", "rolling", "shop: 57 connections for each of 6 replicas of api and 2 beside them during a release are 456, and it takes 450")]
    [InlineData("{maxOpen: 57, usedBy: [services.api]}", "canary", "shop: 57 connections for each of 6 replicas of api and 8 beside them during a release are 798, and it takes 450")]
    [InlineData("{maxOpen: 57, usedBy: [services.api]}", "blueGreen", "shop: 57 connections for each of 6 replicas of api and 8 beside them during a release are 798, and it takes 450")]
    public void No_release_begins_where_replicas_could_open_more_than_the_database_takes(string pool, string strategy, string? excess)
    {
        var loaded = Sample.Load(Sample.With("migrations: {job: migrate}}", $"migrations: {{job: migrate}}, pool: {pool}}}").Replace("scan: {within: 15m}", $"strategy: {strategy}", StringComparison.Ordinal));
        var excesses = PoolDemand.Excesses(loaded.Manifest!.Environment(new("production")));

        Assert.Equal(excess is null ? [] : [excess], excesses);
        var answer = PreflightGate.Decide(new([]) { Pools = excesses });
        Assert.Equal(excess is null ? Answer.Unasked("No database is touched here.") : Answer.Refuse($"{excess}: a smaller pool, fewer replicas at most or a larger class is needed."), answer);
    }

    [Theory]
    [InlineData("{maxOpen: many}", "write a whole number")]
    [InlineData("{maxOpen: 5, usedBy: [services.nobody]}", "usedBy")]
    public void A_pool_that_is_written_wrongly_says_so(string pool, string problem) =>
        Assert.Contains(problem, string.Join('\n', Sample.Problems(Sample.With("migrations: {job: migrate}}", $"migrations: {{job: migrate}}, pool: {pool}}}"))), StringComparison.Ordinal);
}
