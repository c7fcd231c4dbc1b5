using Slipway.Domain.Rollouts.Capacity;
using static Slipway.Tests.Shared.Domain.Rollouts.Capacity.Demands;

namespace Slipway.Tests.Shared.Domain.Rollouts.Capacity;

public sealed class NodeFitTests
{
    [Theory]
    [InlineData(2, new[] { 0.6, 0.6 }, 0)]
    [InlineData(2, new[] { 0.9, 0.4 }, 1)]
    [InlineData(3, new[] { 1.0, 0.5 }, 0)]
    [InlineData(4, new[] { 1.0, 0.5 }, 1)]
    [InlineData(1, new double[0], 1)]
    [InlineData(3, new[] { -1.0, 0.4 }, 3)]
    public void Pods_fit_one_after_another_on_what_each_node_has_left_and_not_on_the_sum(int count, double[] cpu, int without) =>
        Assert.Equal(without, Missing([new("api", count, Pod())], [.. cpu.Select((left, index) => Node($"n{index}", left))]));

    [Theory]
    [InlineData(8192, 1, 1)]
    [InlineData(600, 10, 1)]
    [InlineData(8192, 10, 0)]
    public void Every_resource_counts(double mebibytes, double pods, int without) => Assert.Equal(without, Missing([new("api", 2, Pod())], [Node("n", 8, mebibytes * MiB, pods)]));

    [Fact]
    public void Pods_run_only_where_labels_and_taints_let_them_and_those_with_fewest_nodes_choose_first()
    {
        Assert.Equal(1, Missing([new("api", 1, Pod(0.5, 1, "gone"))], [Node("n", 8)]));
        Assert.Null(NodeFit.Missing(Moment([new("api", 1, Pod()), new("web", 1, Pod(0.5, 1, "a"))]), [Node("a", 0.5), Node("b", 0.5)]));
    }

    [Fact]
    public void Large_pods_are_placed_before_small_ones() => Assert.Null(NodeFit.Missing(Moment([new("small", 2, Pod(0.5)), new("large", 1, Pod(1))]), [Node("a", 1), Node("b", 1)]));

    [Fact]
    public void What_fits_in_one_order_of_the_nodes_fits() =>
        Assert.Null(NodeFit.Missing(Moment([new("cpu", 1, Pod(1, 1 * MiB)), new("memory", 1, Pod(0.1, 900 * MiB))]), [Node("a", 2, 1000 * MiB), Node("b", 1, 10 * MiB)]));

    private static int? Missing(IReadOnlyList<PodGroup> pods, IReadOnlyList<NodeRoom> nodes) => NodeFit.Missing(Moment(pods), nodes)?.Without ?? 0;

    private static CapacityMoment Moment(IReadOnlyList<PodGroup> pods) => new("replacing api", pods, new Dictionary<string, int>());
}
