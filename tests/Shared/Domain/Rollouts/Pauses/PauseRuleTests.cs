using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Pauses;
using static Slipway.Domain.Releases.VerdictKind;

namespace Slipway.Tests.Shared.Domain.Rollouts.Pauses;

public sealed class PauseRuleTests
{
    private const string Held = "api: its cluster holds the deployment at STAGE";
    private static readonly PausePolicy BySlipway = new(IsContinued: true, TimeSpan.FromHours(1));

    [Theory]
    [InlineData(0, Wait, $"{Held} until somebody continues it, or by itself at 2026-01-05 10:00 UTC.")]
    [InlineData(3599, Wait, $"{Held} until somebody continues it, or by itself at 2026-01-05 10:00 UTC.")]
    [InlineData(3600, Refuse, $"{Held}, and nobody continued it within 1 h.")]
    public void Others_continue_it_unless_something_else_is_said(int paused, VerdictKind kind, string reason) => Assert.All(
        Enum.GetValues<PausePlace>(), place => Assert.Equal(new Answer(kind, reason), Decide(place, ready: 3, paused, PausePolicy.Standard)));

    [Theory]
    [InlineData(PausePlace.BeforeReplicas, 0, 0, Pass, $"{Held}; it is continued.")]
    [InlineData(PausePlace.BeforeTests, 3, 0, Pass, $"{Held}, 3 of 3 new replicas ready; it is continued once they have proven good.")]
    [InlineData(PausePlace.BeforeTests, 2, 599, Wait, $"{Held}, 2 of 3 new replicas ready.")]
    [InlineData(PausePlace.BeforeRequests, 2, 600, Refuse, $"{Held}, 2 of 3 new replicas ready after 10 min; at most 10 min are allowed.")]
    [InlineData(PausePlace.Shifting, 3, 6000, Pass, $"{Held}, 3 of 3 new replicas ready; it is continued once they have proven good.")]
    public void A_release_continues_it_once_what_waits_there_is_ready(PausePlace place, int ready, int paused, VerdictKind kind, string reason) =>
        Assert.Equal(new Answer(kind, reason), Decide(place, ready, paused, BySlipway));

    [Fact]
    public void A_way_back_is_continued_whoever_else_would() => Assert.All(Enum.GetValues<PausePlace>(), place => Assert.Equal(
        Answer.Pass($"{Held}; a way back is continued."), Decide(place, ready: 0, paused: 9000, PausePolicy.Standard, isWayBack: true)));

    [Theory]
    [InlineData(PausePlace.BeforeRequests, false, false, true)]
    [InlineData(PausePlace.AfterRequests, false, false, false)]
    [InlineData(PausePlace.AfterRequests, true, false, true)]
    [InlineData(PausePlace.AfterRequests, false, true, true)]
    public void A_pause_after_the_requests_holds_only_who_waits_for_the_old_side_or_goes_back(PausePlace place, bool awaitsOldSide, bool isWayBack, bool isHeld)
    {
        var inputs = Inputs(place, 3, 0, BySlipway) with { AwaitsOldSide = awaitsOldSide, IsWayBack = isWayBack };

        Assert.Equal(isHeld ? Wait : Pass, RolloutRule.Decide(inputs).Kind);
        Assert.Equal(isHeld ? 1 : 0, inputs.ToContinue.Count());
    }

    [Fact]
    public void A_replica_that_crashes_while_it_is_held_ends_the_rollout()
    {
        var inputs = Inputs(PausePlace.BeforeTests, 2, 0, PausePolicy.Standard);
        var crashing = inputs.Workloads[0] with { State = inputs.Workloads[0].State with { Troubles = [new("api-1", "CrashLoopBackOff", "exit code 1")] } };

        Assert.Equal(Refuse, RolloutRule.Decide(inputs with { Workloads = [crashing] }).Kind);
    }

    [Theory]
    [InlineData(599, Wait)]
    [InlineData(600, Refuse)]
    public void A_way_back_that_stays_held_is_given_up_at_its_limit(int since, VerdictKind kind)
    {
        var inputs = Inputs(PausePlace.BeforeReplicas, 0, 0, PausePolicy.Standard) with { IsWayBack = true };

        Assert.Equal(kind, RolloutRule.Decide(inputs with { Workloads = [inputs.Workloads[0] with { Since = Any.Seconds(since) }] }).Kind);
    }

    [Fact]
    public void What_is_held_twice_took_both_times_together()
    {
        var (first, second) = (new RolloutPause("a", "STAGE", PausePlace.BeforeReplicas, null), new RolloutPause("b", "STAGE", PausePlace.BeforeRequests, null));
        var noted = NotedPause.See(NotedPause.See(NotedPause.See(null, first, Any.Time), first, Any.Time.AddMinutes(10)), second, Any.Time.AddMinutes(15));

        Assert.Equal((TimeSpan.FromMinutes(10), Any.Time.AddMinutes(15)), (noted.Together, noted.Since));
        Assert.Equal(TimeSpan.FromMinutes(13), NotedPause.See(noted, second, Any.Time.AddMinutes(18)).Together);
    }

    private static Answer Decide(PausePlace place, int ready, int paused, PausePolicy policy, bool isWayBack = false)
    {
        var inputs = Inputs(place, ready, paused, policy) with { IsWayBack = isWayBack };
        return PauseRule.Decide(inputs.Workloads[0].State.Pause!, inputs.Workloads[0], inputs);
    }

    private static RolloutInputs Inputs(PausePlace place, int ready, int paused, PausePolicy policy)
    {
        var state = new WorkloadState(Any.Image(), 3, 3, ready, 0, []) { Pause = new("hook", "STAGE", place, Any.Time.AddHours(1)), IsOldSideKept = place == PausePlace.AfterRequests };
        return new([new(new("api"), Any.Image(), state, TimeSpan.Zero) { Paused = Any.Seconds(paused) }], TimeSpan.FromMinutes(10)) { Pauses = policy };
    }
}
