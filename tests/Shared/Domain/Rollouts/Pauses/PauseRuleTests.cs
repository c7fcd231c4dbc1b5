using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Pauses;
using static Slipway.Domain.Releases.VerdictKind;

namespace Slipway.Tests.Shared.Domain.Rollouts.Pauses;

public sealed class PauseRuleTests
{
    private const string Held = "api: its cluster holds the deployment at STAGE";
    private const string Arrived = "api: 2 of 3 replicas ready on aaaaaaaaaaaa";
    private static readonly PausePolicy BySlipway = new(IsContinued: true, TimeSpan.FromHours(1));

    [Theory]
    [InlineData(0, false, Wait, $"{Held} until somebody continues it; at 2026-01-05 10:00 UTC its cluster turns it back by itself.")]
    [InlineData(3599, true, Wait, $"{Held} until somebody continues it; at 2026-01-05 10:00 UTC its cluster continues it by itself.")]
    [InlineData(3600, false, Refuse, $"{Held}, and nobody continued it: others may hold a release for 1 h.")]
    public void Others_continue_it_unless_something_else_is_said_and_the_image_is_not_to_blame(int held, bool goesOn, VerdictKind kind, string reason) => Assert.All(
        Enum.GetValues<PausePlace>(),
        place => Assert.Equal(new Answer(kind, reason) { IsBlameless = kind == Refuse }, PauseRule.Decide(new(new("api"), Pause(place, goesOn), IsReady: true, PausePolicy.Standard, Any.Seconds(held)))));

    [Theory]
    [InlineData(PausePlace.BeforeReplicas, false, Pass, $"{Held}, where it may go on.")]
    [InlineData(PausePlace.BeforeTests, false, Wait, $"{Held} until all new replicas are ready.")]
    [InlineData(PausePlace.BeforeRequests, true, Pass, $"{Held}, where it may go on.")]
    [InlineData(PausePlace.Shifting, false, Wait, $"{Held} until all new replicas are ready.")]
    [InlineData(PausePlace.AfterRequests, true, Pass, $"{Held}, where it may go on.")]
    public void A_release_continues_it_once_what_waits_there_is_ready(PausePlace place, bool isReady, VerdictKind kind, string reason) =>
        Assert.Equal(new Answer(kind, reason), PauseRule.Decide(new(new("api"), Pause(place), isReady, BySlipway, TimeSpan.FromDays(1))));

    [Theory]
    [InlineData(PausePlace.BeforeRequests, false, false, true)]
    [InlineData(PausePlace.AfterRequests, false, false, false)]
    [InlineData(PausePlace.AfterRequests, true, false, true)]
    [InlineData(PausePlace.AfterRequests, false, true, true)]
    public void A_pause_after_the_requests_holds_only_who_waits_for_the_old_side_or_goes_back(PausePlace place, bool awaitsOldSide, bool isWayBack, bool isHeld)
    {
        var inputs = Inputs(place, ready: 3) with { AwaitsOldSide = awaitsOldSide, IsWayBack = isWayBack };

        Assert.Equal(isHeld ? Wait : Pass, RolloutRule.Decide(inputs).Kind);
        Assert.Equal(isHeld ? 1 : 0, inputs.Held.Count());
    }

    [Theory]
    [InlineData(PausePlace.BeforeTests, 599, Wait, $"{Arrived}, held by its cluster at STAGE.")]
    [InlineData(PausePlace.BeforeTests, 600, Refuse, $"{Arrived} at STAGE after 10 min; at most 10 min are allowed.")]
    [InlineData(PausePlace.Shifting, 600, Refuse, $"{Arrived} at STAGE after 10 min; at most 10 min are allowed.")]
    [InlineData(PausePlace.BeforeReplicas, 9000, Wait, $"{Arrived}, held by its cluster at STAGE.")]
    public void Replicas_may_take_as_long_to_be_ready_as_in_any_rollout(PausePlace place, int unready, VerdictKind kind, string reason)
    {
        var inputs = Inputs(place, ready: 2);

        Assert.Equal(new Answer(kind, reason), RolloutRule.Decide(inputs with { Workloads = [inputs.Workloads[0] with { Unready = Any.Seconds(unready) }] }));
    }

    [Fact]
    public void A_limit_that_runs_after_the_requests_is_not_stopped_by_the_pause_there()
    {
        var inputs = Inputs(PausePlace.AfterRequests, ready: 2);

        Assert.Equal(Refuse, RolloutRule.Decide(inputs with { Workloads = [inputs.Workloads[0] with { Since = Any.Seconds(600) }] }).Kind);
    }

    [Fact]
    public void A_replica_that_crashes_while_it_is_held_ends_the_rollout()
    {
        var inputs = Inputs(PausePlace.BeforeTests, ready: 2);
        var crashing = inputs.Workloads[0] with { State = inputs.Workloads[0].State with { Troubles = [new("api-1", "CrashLoopBackOff", "exit code 1")] } };

        Assert.Equal(Refuse, RolloutRule.Decide(inputs with { Workloads = [crashing] }).Kind);
    }

    [Fact]
    public void What_another_hand_deploys_is_not_held_by_the_release()
    {
        var inputs = Inputs(PausePlace.BeforeRequests, ready: 3);

        Assert.Empty((inputs with { Workloads = [inputs.Workloads[0] with { Wanted = Any.Image('b') }] }).Held);
        Assert.Empty((inputs with { Workloads = [inputs.Workloads[0] with { Changed = ["spec.containers.api.env.LOG_LEVEL"] }] }).Held);
    }

    [Theory]
    [InlineData(599, Wait, $"{Arrived}, held by its cluster at STAGE.")]
    [InlineData(600, Refuse, $"{Arrived}, and its cluster still holds the deployment at STAGE after 10 min: continue it there; at 2026-01-05 10:00 UTC its cluster turns it back by itself.")]
    public void A_way_back_that_stays_held_is_given_up_at_its_limit_and_says_what_is_left(int since, VerdictKind kind, string reason)
    {
        var inputs = Inputs(PausePlace.BeforeReplicas, ready: 2) with { IsWayBack = true };

        Assert.Equal(new Answer(kind, reason), RolloutRule.Decide(inputs with { Workloads = [inputs.Workloads[0] with { Since = Any.Seconds(since) }] }));
    }

    [Fact]
    public void A_pause_knows_since_when_its_replicas_are_ready_or_not()
    {
        var first = NotedPause.See(null, Pause(PausePlace.BeforeTests), isReady: false, Any.Time);
        var still = NotedPause.See(first, Pause(PausePlace.BeforeTests), isReady: false, Any.Time.AddMinutes(1));
        var ready = NotedPause.See(still, Pause(PausePlace.BeforeTests), isReady: true, Any.Time.AddMinutes(2));

        Assert.Equal((Any.Time, Any.Time.AddMinutes(1)), (still.SoSince, still.SeenAt));
        Assert.Equal((true, Any.Time.AddMinutes(2)), (ready.IsReady, ready.SoSince));
        Assert.Equal(Any.Time.AddMinutes(9), NotedPause.See(ready, Pause(PausePlace.BeforeTests) with { Hook = "next" }, isReady: true, Any.Time.AddMinutes(9)).SoSince);
    }

    [Fact]
    public void A_release_adds_up_what_it_is_held_at_all_its_pauses()
    {
        var release = Any.Release() with { Services = [Any.Change() with { ChangedAt = Any.Time }] };
        var held = Inputs(PausePlace.BeforeTests, ready: 3);
        var free = held with { Workloads = [held.Workloads[0] with { State = held.Workloads[0].State with { Pause = null } }] };

        var twice = release.Held(held, Any.Time).Held(held, Any.Time.AddSeconds(90));
        Assert.Equal((true, TimeSpan.FromSeconds(90)), (twice.IsHeld, twice.HeldFor));
        var between = twice.Held(free, Any.Time.AddSeconds(105));
        Assert.Equal((null, TimeSpan.FromSeconds(90)), (between.IsHeld, between.HeldFor));
        Assert.Equal(TimeSpan.FromSeconds(90), between.Held(held, Any.Time.AddHours(1)).HeldFor);
        Assert.Equal(Any.Time.AddSeconds(90), twice.Services[0].AskedAt);
    }

    private static RolloutPause Pause(PausePlace place, bool goesOn = false) => new("hook", "STAGE", place, Any.Time.AddHours(1), goesOn);

    private static RolloutInputs Inputs(PausePlace place, int ready)
    {
        var state = new WorkloadState(Any.Image(), 3, 3, ready, 0, []) { Pause = Pause(place), IsOldSideKept = place == PausePlace.AfterRequests };
        return new([new(new("api"), Any.Image(), state, TimeSpan.Zero)], TimeSpan.FromMinutes(10));
    }
}
