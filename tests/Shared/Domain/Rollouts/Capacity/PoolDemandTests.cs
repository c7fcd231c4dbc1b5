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
    public void A_rolling_service_of_ECS_has_as_many_tasks_again()
    {
        Assert.Equal(400, new PoolDemand(20, [PoolUser.Of(new("api"), WorkloadKind.EcsService, 10, 0)]).Connections);
        Assert.Null(new PoolDemand(20, [PoolUser.Of(new("api"), WorkloadKind.EcsService, 10, 0)]).Excess(400));
        Assert.Equal(
            "20 connections for each of 10 replicas of api and 10 beside them during a release are 400, and the database takes 399",
            new PoolDemand(20, [PoolUser.Of(new("api"), WorkloadKind.EcsService, 10, 0)]).Excess(399));
    }

    [Theory]
    [InlineData("{maxOpen: 50}", "shop.yaml:34: databases.main.pool: nobody knows which services have such a pool; write usedBy: [services.api]")]
    [InlineData("{maxOpen: 50, usedBy: [services.api]}", null)]
    [InlineData("{maxOpen: 57, usedBy: [services.api]}", "shop.yaml:34: databases.main.pool.maxOpen: 57 connections for each of 6 replicas of api and 2 beside them during a release are 456, and the database takes 450: write a smaller pool, fewer replicas at most, or a larger class")]
    [InlineData("{maxOpen: many, usedBy: [services.nobody]}", "shop.yaml:34: databases.main.pool.maxOpen: write a whole number")]
    public void A_manifest_whose_replicas_could_open_more_than_the_database_takes_says_so(string pool, string? problem)
    {
        var problems = string.Join('\n', Sample.Problems(Sample.With("migrations: {job: migrate}}", $"migrations: {{job: migrate}}, pool: {pool}}}")));

        Assert.Equal(problem is null, problems.Length == 0);
        Assert.StartsWith(problem ?? "", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("canary", "57 connections for each of 6 replicas of api and 8 beside them during a release are 798")]
    [InlineData("blueGreen", "57 connections for each of 6 replicas of api and 8 beside them during a release are 798")]
    public void What_is_tried_beside_them_counts_as_well(string strategy, string problem) => Assert.Contains(problem, string.Join('\n', Sample.Problems(Sample
        .With("migrations: {job: migrate}}", "migrations: {job: migrate}, pool: {maxOpen: 57, usedBy: [services.api]}}")
        .Replace("scan: {within: 15m}", $"strategy: {strategy}", StringComparison.Ordinal))), StringComparison.Ordinal);
}
