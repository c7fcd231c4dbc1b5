using Slipway.Domain;
using Slipway.Domain.Scaling.Nodes;

namespace Slipway.Tests.Ports;

/// <summary>What every <see cref="INodeGroups"/> keeps: a group of 2 to 5 nodes, of which 3 are asked for and serve.</summary>
public abstract class NodeGroupsContract
{
    private const int Patience = 300;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract Task<NodeGroupBench> OpenAsync();

    [Fact]
    public async Task A_group_says_how_many_nodes_are_asked_for_and_how_many_take_pods()
    {
        await using var bench = await OpenAsync();

        var state = await bench.Groups.ReadAsync(bench.Address, Token);

        Assert.Equal((3, 3, 3, false), (state.Count.Desired, state.Count.Running, state.Count.Ready, state.Count.IsRollingOut));
        Assert.DoesNotContain(state.Pods, pod => pod.Node is null);
        Assert.Equal(state.Count, await bench.Groups.CountAsync(bench.Address, Token));
    }

    [Fact]
    public async Task Nodes_come_and_go_as_they_are_asked_for()
    {
        await using var bench = await OpenAsync();
        foreach (var nodes in new[] { 5, 5, 2 })
        {
            await bench.Groups.ScaleAsync(bench.Address, nodes, Token);
            Assert.Equal(nodes, (await bench.Groups.ReadAsync(bench.Address, Token)).Desired);
            await Until(bench, state => state.Count.Running == nodes && state.Count.Ready == nodes);
        }
    }

    [Fact]
    public async Task Pods_without_a_place_ask_for_nodes_and_go_there()
    {
        await using var bench = await OpenAsync();
        await bench.CrowdAsync();

        var full = await Until(bench, state => state.Pods.Any(pod => pod.Node is null));
        Assert.True(full.Asked(100, DateTimeOffset.MinValue) > 300, $"{full.Asked(100, DateTimeOffset.MinValue)}");
        await bench.Groups.ScaleAsync(bench.Address, 5, Token);

        await Until(bench, state => state.Count.Ready == 5 && state.Pods.All(pod => pod.Node is not null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public async Task Numbers_that_the_group_does_not_allow_are_refused_with_its_limits(int nodes)
    {
        await using var bench = await OpenAsync();

        var refused = await Assert.ThrowsAsync<RejectedException>(() => bench.Groups.ScaleAsync(bench.Address, nodes, Token));

        Assert.Contains($"{bench.Address.Group} of the cluster {bench.Address.Cluster} in {bench.Address.Location.Region} allows 2 to 5 nodes, not {nodes}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await bench.Groups.ReadAsync(bench.Address, Token)).Desired);
    }

    [Fact]
    public async Task A_group_that_does_not_exist_is_refused_by_name()
    {
        await using var bench = await OpenAsync();
        var missing = bench.Address with { Group = "no-such-group" };
        foreach (var call in new Func<Task>[] { () => bench.Groups.ReadAsync(missing, Token), () => bench.Groups.ScaleAsync(missing, 3, Token) })
        {
            Assert.Equal(
                $"There is no node group no-such-group of the cluster {missing.Cluster} in {missing.Location.Region}: it was deleted, or the manifest names it wrongly.",
                (await Assert.ThrowsAsync<RejectedException>(call)).Message);
        }
    }

    private static async Task<NodeGroupState> Until(NodeGroupBench bench, Func<NodeGroupState, bool> condition)
    {
        for (var look = 0; ; look++)
        {
            var state = await bench.Groups.ReadAsync(bench.Address, Token);
            if (condition(state))
            {
                return state;
            }

            Assert.True(look < Patience, $"It never came about; the last that was seen is {state.Count} with {state.Pods.Count} pods.");
            await bench.PassAsync();
        }
    }
}

/// <summary>A node group, settled, and what stands behind it.</summary>
public abstract class NodeGroupBench : IAsyncDisposable
{
    public abstract INodeGroups Groups { get; }

    public abstract NodeGroupAddress Address { get; }

    /// <summary>Lets there be more pods than three nodes have room for, and fewer than five have.</summary>
    public abstract Task CrowdAsync();

    public abstract Task PassAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
