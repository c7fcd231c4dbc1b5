using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts.Capacity;
using static Slipway.Domain.Releases.VerdictKind;
using static Slipway.Tests.Shared.Domain.Rollouts.Capacity.Demands;

namespace Slipway.Tests.Shared.Domain.Rollouts.Capacity;

public sealed class CapacityGateTests
{
    private const double GiB = 1L << 30;
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(15);

    /// <summary>One pod more is needed: half a core, 512 MiB, a core of limits.</summary>
    [Theory]
    [InlineData("pods", 4, 3, Pass, "shop has room: 1 pod of 1 pod left.")]
    [InlineData("pods", 3, 3, Wait, "shop: replacing api needs 1 pod; the quota compute has 0 pods left of 3 pods (2 min of at most 15 min).")]
    [InlineData("pods", 3, 4, Wait, "shop: replacing api needs 1 pod; the quota compute has 0 pods left of 3 pods (2 min of at most 15 min).")]
    [InlineData("pods", 0, 0, Refuse, "shop: replacing api needs 1 pod; the quota compute allows 0 pods in all: give it more, or let the release need less.")]
    [InlineData("count/pods", 4, 3, Pass, "shop has room: 1 pod of 1 pod left.")]
    [InlineData("requests.cpu", 4, 3.75, Wait, "shop: replacing api needs 500m CPU; the quota compute has 250m CPU left of 4 CPU (2 min of at most 15 min).")]
    [InlineData("requests.cpu", 4, 3.5, Pass, "shop has room: 500m CPU of 500m CPU left.")]
    [InlineData("requests.memory", 2 * GiB, 1.75 * GiB, Wait, "shop: replacing api needs 512 MiB; the quota compute has 256 MiB left of 2 GiB (2 min of at most 15 min).")]
    [InlineData("limits.cpu", 0.5, 0, Refuse, "shop: replacing api needs 1 CPU of limits; the quota compute allows 500m CPU of limits in all: give it more, or let the release need less.")]
    [InlineData("requests.nvidia.com/gpu", 1, 1, Pass, "shop: what it needs is not limited.")]
    [InlineData("count/jobs.batch", 1, 1, Pass, "shop: what it needs is not limited.")]
    public void What_is_needed_must_be_left_of_every_quota(string resource, double hard, double used, VerdictKind kind, string reason)
    {
        var answer = CapacityGate.Decide(Inputs(new([new("compute", resource, hard, used)], [])));
        Assert.Equal((kind, reason, kind == Wait ? TimeSpan.FromMinutes(1) : null), (answer.Kind, answer.Reason, answer.AskAgainIn));
        Assert.False(answer.IsUnasked);
    }

    [Fact]
    public void Times_are_compared_one_by_one_and_the_figure_tells_for_how_many_pods()
    {
        var place = CapacityPlace.Of("shop", new([new("compute", "requests.cpu", 4, 3.2)], []), CapacityPlan.Of([Service("api", beside: 0), Service("web", beside: 0, hasCanary: true)], new([new(50, Any.Seconds(60))]), [Job("migrate")], []));

        Assert.Equal(
            "shop: trying web on 50 % beside what serves needs 1.5 CPU for 3 pods; the quota compute has 800m CPU left of 4 CPU (0 s of at most 15 min).",
            CapacityGate.Decide(new([place], TimeSpan.Zero, Within)).Reason);
        Assert.Equal(
            "shop: trying web on 50 % beside what serves needs 1 Deployment; the quota objects has 0 Deployments left of 2 Deployments (0 s of at most 15 min).",
            CapacityGate.Decide(new([CapacityPlace.Of("shop", new([new("objects", "count/deployments.apps", 2, 2)], []), place.Moments)], TimeSpan.Zero, Within)).Reason);
    }

    [Fact]
    public void It_is_waited_for_so_long_and_then_refused_with_the_figure()
    {
        var full = Inputs(new([new("compute", "pods", 3, 3)], [])) with { Waited = Within };
        Assert.Equal(Answer.Refuse("shop: replacing api needs 1 pod; the quota compute has 0 pods left of 3 pods, after 15 min; at most 15 min are waited for room."), CapacityGate.Decide(full));
        Assert.Equal(Wait, CapacityGate.Decide(full with { Waited = Within - Any.Seconds(1) }).Kind);
        Assert.Equal(
            Answer.Wait("shop: replacing api needs 1 pod; the quota compute has 0 pods left of 3 pods, while shop-web-production-1 is under way.", TimeSpan.FromMinutes(1)),
            CapacityGate.Decide(full with { UnderWay = "shop-web-production-1" }));
    }

    [Fact]
    public void While_another_release_changes_the_same_services_its_leases_are_waited_for_and_not_its_room()
    {
        var changing = Inputs(new([new("compute", "pods", 3, 3)], [])) with { Waited = TimeSpan.FromHours(1), ChangedBy = "shop-api-production-1" };
        Assert.Equal(
            Answer.Pass("shop: replacing api needs 1 pod; the quota compute has 0 pods left of 3 pods; shop-api-production-1 changes the same services now, and room is asked for again after it."),
            CapacityGate.Decide(changing));
        Assert.Equal(Refuse, CapacityGate.Decide(Inputs(new([new("compute", "pods", 0, 0)], [])) with { ChangedBy = "shop-api-production-1" }).Kind);
    }

    [Fact]
    public void Where_nothing_limits_it_nobody_is_asked_and_what_may_not_be_listed_is_said()
    {
        Assert.Equal(Answer.Unasked("No quota limits shop."), CapacityGate.Decide(Inputs(CapacityReading.Unlimited, [])));
        Assert.Equal(Answer.Unasked("No quota limits all pods of shop; batch, for some of them, is not asked."), CapacityGate.Decide(Inputs(CapacityReading.Unlimited with { Scoped = ["batch"] }, [])));
        Assert.Equal(Answer.Pass("Slipway may not list resourcequotas in shop: not asked."), CapacityGate.Decide(Inputs(CapacityReading.Unlimited with { Untold = "Slipway may not list resourcequotas in shop" }, [])));
        Assert.Equal(Answer.Pass("shop: what it brings takes the place of what runs."), CapacityGate.Decide(Inputs(new([new("compute", "pods", 3, 3)], []), [])));
    }

    [Theory]
    [InlineData(2.0, null, Pass, "shop has room: nodes for 1 pod.")]
    [InlineData(0.4, null, Wait, "shop: replacing api needs a node for 1 pod of 500m CPU and 512 MiB, and the nodes there are have room for 0 (2 min of at most 15 min).")]
    [InlineData(2.0, "Slipway may not list resourcequotas in shop", Pass, "shop has room: nodes for 1 pod. Slipway may not list resourcequotas in shop: not asked.")]
    public void Where_nodes_are_fixed_pods_must_find_one(double cpu, string? untold, VerdictKind kind, string reason)
    {
        var answer = CapacityGate.Decide(Inputs(CapacityReading.Unlimited with { Nodes = [Node("n", cpu)], Untold = untold }));
        Assert.Equal((kind, reason), (answer.Kind, answer.Reason));
    }

    [Fact]
    public void What_ECS_runs_are_tasks_and_on_Fargate_AWS_brings_the_nodes()
    {
        var task = new PodDemand(new Dictionary<string, double>(StringComparer.Ordinal) { ["requests.cpu"] = 0.5, ["requests.memory"] = 1.5 * GiB, ["requests.gpu"] = 0 });
        CapacityMoment[] moments = [new("replacing api", [new("api", 2, task)], new Dictionary<string, int>())];
        Assert.Equal(
            "shop: replacing api needs a node for 2 tasks of 500m CPU and 1.5 GiB, and the nodes there are have room for 1 (2 min of at most 15 min).",
            CapacityGate.Decide(Inputs(CapacityReading.Unlimited with { Nodes = [Node("i-1", 0.9)] }, moments)).Reason);
        Assert.Equal("shop has room: nodes for 2 tasks.", CapacityGate.Decide(Inputs(CapacityReading.Unlimited with { Nodes = [Node("i-1", 1)] }, moments)).Reason);
        Assert.Equal(Answer.Pass("AWS brings the nodes of web (Fargate): not asked."), CapacityGate.Decide(Inputs(CapacityReading.Unlimited with { Serverless = ["web"] }, [])));
        Assert.EndsWith("nodes for 2 tasks. AWS brings the nodes of web (Fargate): not asked.", CapacityGate.Decide(Inputs(CapacityReading.Unlimited with { Nodes = [Node("i-1", 1)], Serverless = ["web"] }, moments)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Fixed_nodes_that_may_not_be_listed_refuse() => Assert.Equal(
        Answer.Refuse("The role may not list nodes; the manifest says that nodes are fixed, and what is not known does not pass."),
        CapacityGate.Decide(Inputs(CapacityReading.Unlimited with { UntoldNodes = "The role may not list nodes" }, [])));

    [Fact]
    public void A_cluster_that_cannot_be_asked_is_waited_for_like_room()
    {
        var inputs = new CapacityInputs([new("shop", [], []) { Unreachable = "The cluster shop does not answer in time." }], TimeSpan.Zero, Within);
        Assert.Equal(Answer.Wait("The cluster shop does not answer in time (0 s of at most 15 min).", TimeSpan.FromMinutes(1)), CapacityGate.Decide(inputs));
        Assert.Equal(Answer.Refuse("The cluster shop does not answer in time, after 15 min; at most 15 min are waited for room."), CapacityGate.Decide(inputs with { Waited = Within }));
    }

    [Fact]
    public void Of_several_places_a_refusal_counts_before_a_wait_before_a_pass()
    {
        CapacityPlace Place(double hard, double used) => Inputs(new([new("compute", "pods", hard, used)], [])).Places[0];
        Assert.Equal(Refuse, CapacityGate.Decide(new([Place(9, 1), Place(3, 3), Place(0, 0)], TimeSpan.Zero, Within)).Kind);
        Assert.Equal(Wait, CapacityGate.Decide(new([Place(9, 1), Place(3, 3)], TimeSpan.Zero, Within)).Kind);
        Assert.Equal("shop has room: 1 pod of 8 pods left. No quota limits shop.", CapacityGate.Decide(new([Place(9, 1), Inputs(CapacityReading.Unlimited, []).Places[0]], TimeSpan.Zero, Within)).Reason);
    }

    [Fact]
    public void A_record_keeps_of_many_nodes_those_that_matter_and_can_be_asked_again()
    {
        var nodes = Enumerable.Range(0, 300).Select(index => Node($"n{index}", index % 2 == 0 ? 0.1 : 4)).ToList();
        var inputs = Inputs(CapacityReading.Unlimited with { Nodes = nodes });
        Assert.Equal(50, inputs.Places[0].Nodes!.Count);
        Assert.All(inputs.Places[0].Nodes!, node => Assert.Equal(4, node.Free["cpu"]));

        var moment = inputs.Places[0].Moments[0];
        var placed = moment with { Pods = [.. moment.Pods.Select(group => group with { Each = group.Each with { Nodes = [.. nodes.Skip(1).Select(node => node.Name)] } })] };
        Assert.Equal(inputs.Places[0].Nodes!.Select(node => node.Name), Inputs(CapacityReading.Unlimited with { Nodes = nodes }, [placed]).Places[0].Moments[0].Pods[0].Each.Nodes);

        var verdict = Rules.Judge(inputs, Any.Time);
        Assert.Equal(("capacity", verdict.Reason), (verdict.Rule, Rules.Replay(verdict)!.Reason));
    }

    private static CapacityInputs Inputs(CapacityReading reading, IReadOnlyList<CapacityMoment>? moments = null) =>
        new([CapacityPlace.Of("shop", reading, moments ?? CapacityPlan.Of([Service("api")], null, [], []))], TimeSpan.FromMinutes(2), Within);
}
