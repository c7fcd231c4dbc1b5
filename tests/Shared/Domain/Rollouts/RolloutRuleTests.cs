using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Templates;
using static Slipway.Domain.Releases.VerdictKind;

namespace Slipway.Tests.Shared.Domain.Rollouts;

public sealed class RolloutRuleTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData(3, 3, 3, 0, 0, Pass, "api: 3 of 3 replicas ready on aaaaaaaaaaaa.")]
    [InlineData(3, 3, 3, 0, 6000, Pass, "api: 3 of 3 replicas ready on aaaaaaaaaaaa.")]
    [InlineData(0, 0, 0, 0, 0, Wait, "api: 0 of 0 replicas ready on aaaaaaaaaaaa, 0 still on the previous image.")]
    [InlineData(3, 3, 3, 1, 0, Wait, "api: 3 of 3 replicas ready on aaaaaaaaaaaa, 1 still on the previous image.")]
    [InlineData(3, 3, 2, 0, 0, Wait, "api: 2 of 3 replicas ready on aaaaaaaaaaaa, 0 still on the previous image.")]
    [InlineData(3, 2, 3, 0, 599, Wait, "api: 3 of 3 replicas ready on aaaaaaaaaaaa, 0 still on the previous image.")]
    [InlineData(3, 3, 2, 0, 600, Refuse, "api: 2 of 3 replicas ready on aaaaaaaaaaaa after 10 min; at most 10 min are allowed.")]
    public void A_workload_has_arrived_when_every_replica_is_new_and_ready_and_none_is_old(int desired, int updated, int ready, int old, int since, VerdictKind kind, string reason) =>
        Assert.Equal(new Answer(kind, reason), Decide(new(Any.Image(), desired, updated, ready, old, []), since));

    [Theory]
    [InlineData("CrashLoopBackOff", 0, Refuse)]
    [InlineData("ImagePullBackOff", 0, Refuse)]
    [InlineData("ErrImagePull", 0, Refuse)]
    [InlineData("InvalidImageName", 0, Refuse)]
    [InlineData("CreateContainerConfigError", 0, Refuse)]
    [InlineData("Unschedulable", 59, Wait)]
    [InlineData("Unschedulable", 60, Refuse)]
    [InlineData("ContainerCreating", 599, Wait)]
    public void A_replica_that_cannot_come_up_ends_the_rollout_without_waiting_for_the_limit(string trouble, int since, VerdictKind kind)
    {
        var answer = Decide(new(Any.Image(), 3, 1, 0, 2, [new("api-1", "Restarting", "?"), new("api-2", trouble, "exit code 1")]), since);

        Assert.Equal(kind, answer.Kind);
        Assert.Equal(kind == Refuse, answer.Reason == $"api: api-2 is in {trouble}: exit code 1");
    }

    [Fact]
    public void Another_hand_on_the_image_ends_the_rollout_whatever_else_is_said() => Assert.Equal(
        Answer.Blameless("api: another hand changed the image to bbbbbbbbbbbb during the rollout."),
        Decide(new(Any.Image('b'), 3, 3, 3, 0, [new("api-1", "CrashLoopBackOff", "exit code 1")]), 0));

    [Fact]
    public void Of_two_refusals_that_counts_for_which_the_image_is_to_blame()
    {
        var moved = Progress("api", new(Any.Image('b'), 3, 3, 3, 0, []));
        var crashing = Progress("worker", new(Any.Image(), 3, 3, 0, 0, [new("worker-1", "CrashLoopBackOff", "exit code 1")]));

        Assert.False(RolloutRule.Decide(new([moved, crashing], Limit)).IsBlameless);
        Assert.True(RolloutRule.Decide(new([moved], Limit)).IsBlameless);
        var (blameless, bad) = (Rules.Judge(new RolloutInputs([moved], Limit), Any.Time), Rules.Judge(new RolloutInputs([crashing], Limit), Any.Time));
        Assert.Equal((bad, bad), (Verdict.Worst(blameless, bad), Verdict.Worst(bad, blameless)));
    }

    [Fact]
    public void What_nobody_continued_in_time_and_its_cluster_turned_back_is_no_fault_of_the_image() => Assert.Equal(
        Answer.Blameless("api: its cluster turned the deployment back, since nobody continued it at its pause hook in time."),
        Decide(new(Any.Image('b'), 3, 3, 3, 0, []) { WentBack = "hook timed out", HasTimedOut = true }, 0));

    [Theory]
    [InlineData(DriftPolicy.RollBack, 0, Refuse, ".")]
    [InlineData(DriftPolicy.Freeze, 0, Refuse, ".")]
    [InlineData(DriftPolicy.Insist, 0, Wait, "; what the release wants is asked for again.")]
    [InlineData(DriftPolicy.Insist, 2, Wait, "; what the release wants is asked for again.")]
    [InlineData(DriftPolicy.Insist, 3, Refuse, ", though it was asked for again 3 times.")]
    public void Who_wins_over_another_hand_is_the_manifests_word(DriftPolicy policy, int before, VerdictKind kind, string end)
    {
        var moved = Progress("api", new(Any.Image('b'), 3, 3, 3, 0, [])) with { AskedAgain = before };
        var set = Progress("api", new(Any.Image(), 3, 3, 3, 0, [])) with { AskedAgain = before, Changed = ["spec.containers.api.env.LOG_LEVEL"] };
        var rewritten = set with { Changed = ["a", "b", "c", "d", "e"] };

        Assert.Equal(new Answer(kind, $"api: another hand changed the image to bbbbbbbbbbbb during the rollout{end}") { IsBlameless = kind == Refuse }, RolloutRule.Decide(new([moved], Limit) { OnDrift = policy }));
        Assert.Equal(new Answer(kind, $"api: another hand changed spec.containers.api.env.LOG_LEVEL during the rollout{end}") { IsBlameless = kind == Refuse }, RolloutRule.Decide(new([set], Limit) { OnDrift = policy }));
        Assert.Equal(new Answer(kind, $"api: another hand changed a, b, c and 2 more during the rollout{end}") { IsBlameless = kind == Refuse }, RolloutRule.Decide(new([rewritten], Limit) { OnDrift = policy }));
    }

    [Theory]
    [InlineData(DriftPolicy.RollBack)]
    [InlineData(DriftPolicy.Insist)]
    [InlineData(DriftPolicy.Freeze)]
    public void A_cluster_that_goes_back_by_itself_is_no_other_hand(DriftPolicy policy)
    {
        var back = Progress("api", new(Any.Image('b'), 3, 3, 3, 0, []) { WentBack = "tasks failed to start." });

        Assert.Equal(Answer.Refuse("api: its cluster went back to bbbbbbbbbbbb by itself: tasks failed to start."), RolloutRule.Decide(new([back], Limit) { OnDrift = policy }));
        Assert.Null(back.Drift);
    }

    [Fact]
    public void The_worst_of_the_workloads_counts()
    {
        var arrived = Progress("web", new(Any.Image(), 1, 1, 1, 0, []));
        var onItsWay = Progress("api", new(Any.Image(), 1, 0, 0, 1, []));
        var broken = Progress("worker", new(Any.Image('b'), 1, 1, 1, 0, []));

        Assert.Equal(Refuse, RolloutRule.Decide(new([arrived, onItsWay, broken], Limit)).Kind);
        Assert.Equal(Wait, RolloutRule.Decide(new([arrived, onItsWay], Limit)).Kind);
        Assert.Equal("web: 1 of 1 replicas ready on aaaaaaaaaaaa.; web: 1 of 1 replicas ready on aaaaaaaaaaaa.", RolloutRule.Decide(new([arrived, arrived], Limit)).Reason);
    }

    private static Answer Decide(WorkloadState state, int since) => RolloutRule.Decide(new([Progress("api", state) with { Since = Any.Seconds(since) }], Limit));

    private static WorkloadProgress Progress(string service, WorkloadState state) => new(new(service), Any.Image(), state, TimeSpan.Zero);
}
