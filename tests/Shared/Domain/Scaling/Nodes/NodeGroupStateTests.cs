using Slipway.Domain.Scaling.Nodes;

namespace Slipway.Tests.Shared.Domain.Scaling.Nodes;

/// <summary>What the pods of a node group ask for, in percent of one of its nodes.</summary>
public sealed class NodeGroupStateTests
{
    private const double Gibi = 1L << 30;

    [Fact]
    public void The_scarcest_resource_counts()
    {
        Assert.Equal(150, Asked(2, [On("a", cpu: 1, memory: 1), On("b", cpu: 2, memory: 2)]), 6);
        Assert.Equal(175, Asked(2, [On("a", cpu: 1, memory: 6), On("b", cpu: 1, memory: 8)]), 6);
    }

    [Fact]
    public void Pods_of_every_node_make_nodes_smaller_and_ask_for_none()
    {
        var agents = new[] { On("a", cpu: 0.5) with { IsOnEveryNode = true }, On("b", cpu: 0.5) with { IsOnEveryNode = true } };

        Assert.Equal(0, Asked(2, agents));
        Assert.Equal(100, Asked(2, [.. agents, On("a", cpu: 1.5)]), 6);
    }

    [Fact]
    public void Pods_that_wait_count_on_top_of_what_all_nodes_should_have_though_the_sums_would_fit()
    {
        var fragmented = new[] { On("a", cpu: 1.2), On("b", cpu: 1.2), Waits(cpu: 1) };

        // 3.4 of 4 cores: by the sums 80 % of 2.125 nodes, but neither node has one core left.
        Assert.Equal((2 * 80) + 50, Asked(2, fragmented), 6);
        Assert.Equal(300, Asked(2, [On("a", cpu: 2), On("b", cpu: 2), Waits(cpu: 2)], target: 20), 6);
    }

    [Fact]
    public void A_pod_that_fits_on_no_node_brings_none()
    {
        Assert.Equal(50, Asked(2, [On("a", cpu: 1), Waits(cpu: 64)]), 6);
        Assert.Equal(50, Asked(2, [On("a", cpu: 1), Waits(cpu: 1) with { Requests = new Dictionary<string, double> { ["nvidia.com/gpu"] = 1 } }]), 6);
    }

    [Fact]
    public void Without_a_node_one_pod_asks_for_one()
    {
        Assert.Equal(80, Asked(0, [Waits(cpu: 64), Waits(cpu: 1)]));
        Assert.Equal(0, Asked(0, []));
    }

    [Fact]
    public void Nodes_that_take_no_pods_are_an_outage_and_none_of_them_goes() =>
        Assert.Equal(3 * 80, new NodeGroupState(3, false, [Node("a") with { TakesPods = false }], [On("a", cpu: 1)]).Asked(80, Any.Time));

    [Fact]
    public void A_pod_that_nodes_do_not_help_stops_bringing_them()
    {
        var state = new NodeGroupState(1, false, [Node("a")], [Waits(cpu: 0.2) with { WaitsSince = Any.Time }]);

        Assert.Equal(90, state.Asked(80, Any.Time.AddMinutes(9)), 6);
        Assert.Equal(10, state.Asked(80, Any.Time.AddMinutes(10)), 6);
    }

    [Fact]
    public void A_node_that_is_emptied_offers_nothing_and_what_runs_there_needs_another_place()
    {
        var state = new NodeGroupState(2, false, [Node("a"), Node("b") with { TakesPods = false }], [On("a", cpu: 1), On("b", cpu: 1)]);

        Assert.Equal(100, state.Asked(80, Any.Time), 6);
        Assert.Equal((2, 2, 1), (state.Count.Desired, state.Count.Running, state.Count.Ready));
    }

    [Fact]
    public void A_pod_that_must_stay_holds_its_nodes_unless_it_waits()
    {
        var state = new NodeGroupState(1, false, [Node("a")], [Waits(cpu: 1) with { Stays = "it waits" }]);

        Assert.Null(state.Stays);
        Assert.Equal("it works", (state with { Pods = [.. state.Pods, On("a", cpu: 1) with { Stays = "it works" }] }).Stays);
    }

    private static double Asked(int nodes, NodePod[] pods, double target = 80) => new NodeGroupState(nodes, false, [.. "abc"[..nodes].Select(name => Node($"{name}"))], pods).Asked(target, Any.Time);

    private static Node Node(string name) => new(name, true, new Dictionary<string, double> { ["cpu"] = 2, ["memory"] = 8 * Gibi, ["pods"] = 29 });

    private static NodePod On(string node, double cpu, double memory = 0) => new($"on-{node}", node, new Dictionary<string, double> { ["cpu"] = cpu, ["memory"] = memory * Gibi, ["pods"] = 1 });

    private static NodePod Waits(double cpu) => On("", cpu) with { Node = null };
}
