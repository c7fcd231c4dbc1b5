using Slipway.Domain.Gates;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;

namespace Slipway.Tests.Shared.Domain.Gates;

public sealed class RestraintGateTests
{
    private static readonly Restraint Freeze = new(RestraintKind.Freeze, "shop/production", "year's end.", "ann", Any.Time);

    [Fact]
    public void Where_nothing_is_frozen_the_gate_is_open() =>
        Assert.Equal(Answer.Unasked("Nothing is frozen here."), FreezeGate.Decide(new(null, null, Any.Time)));

    [Fact]
    public void A_freeze_holds_a_release_until_somebody_lifts_it() =>
        Assert.Equal(Answer.Wait("shop/production is frozen by ann: year's end.", TimeSpan.FromMinutes(15)), FreezeGate.Decide(new(Freeze, null, Any.Time)));

    [Fact]
    public void A_freeze_says_whether_it_is_a_maintenance() => Assert.Equal(
        "shop/production is in maintenance by ann until 2026-01-05 10:00 UTC: year's end.",
        FreezeGate.Decide(new(Freeze with { IsMaintenance = true, Expires = Any.Time.AddHours(1) }, null, Any.Time)).Reason);

    [Theory]
    [InlineData(3600, 900)]
    [InlineData(120, 120)]
    public void A_freeze_that_ends_by_itself_is_asked_again_when_it_does(int left, int again) => Assert.Equal(
        Answer.Wait($"shop/production is frozen by ann until {Any.Time.AddSeconds(left).UtcDateTime:yyyy-MM-dd HH:mm} UTC: year's end.", Any.Seconds(again)),
        FreezeGate.Decide(new(Freeze with { Expires = Any.Time.AddSeconds(left) }, null, Any.Time)));

    [Fact]
    public void A_freeze_that_has_ended_stops_nothing() =>
        Assert.Equal(Answer.Pass("Nothing is frozen here any more."), FreezeGate.Decide(new(Freeze with { Expires = Any.Time }, null, Any.Time)));

    [Theory]
    [InlineData(WaivedGate.Freeze, VerdictKind.Pass, "bob sends it past this gate: login is broken")]
    [InlineData(WaivedGate.Window, VerdictKind.Wait, "shop/production is frozen by ann: year's end.")]
    public void An_emergency_goes_past_a_freeze_when_its_waiver_says_so(WaivedGate gate, VerdictKind kind, string reason)
    {
        var answer = FreezeGate.Decide(new(Freeze, new([gate], "bob", "login is broken"), Any.Time));

        Assert.Equal((kind, reason), (answer.Kind, answer.Reason));
    }

    [Theory]
    [InlineData("all", true)]
    [InlineData("shop", true)]
    [InlineData("shop/production", true)]
    [InlineData("shop/staging", false)]
    [InlineData("blog", false)]
    public void A_freeze_covers_everything_a_system_or_an_environment(string scope, bool stops) =>
        Assert.Equal(stops, new[] { Freeze with { Scope = scope } }.Stopping(new("shop"), new("production"), Any.Time) is not null);

    [Fact]
    public void Of_several_freezes_the_one_that_lasts_longest_counts()
    {
        var short_ = Freeze with { Scope = "shop", Expires = Any.Time.AddHours(1) };
        var over = Freeze with { Scope = "all", Expires = Any.Time };

        Assert.Equal(Freeze, new[] { short_, Freeze, over }.Stopping(new("shop"), new("production"), Any.Time));
        Assert.Equal(short_, new[] { over, short_ }.Stopping(new("shop"), new("production"), Any.Time));
        Assert.Null(new[] { over }.Stopping(new("shop"), new("production"), Any.Time));
    }

    [Fact]
    public void A_held_service_keeps_what_it_runs()
    {
        var hold = new Restraint(RestraintKind.Hold, "shop/production/api", "demo", "ann", Any.Time) { Expires = Any.Time.AddHours(1) };

        Assert.Equal(Answer.Unasked("No service is held."), HoldGate.Decide(new(null, Any.Time)));
        Assert.Equal(Answer.Wait("shop/production/api is held by ann: demo.", TimeSpan.FromMinutes(15)), HoldGate.Decide(new(hold, Any.Time)));
        Assert.Equal(Answer.Unasked("No service is held."), HoldGate.Decide(new(hold, Any.Time.AddHours(1))));
    }

    [Fact]
    public void A_digest_in_quarantine_goes_nowhere_and_the_verdict_says_how_it_is_lifted()
    {
        var quarantine = Restraint.Quarantine(Any.Digest(), "It crashed.", "shop-api-staging-aaaaaaaaaaaa", Any.Time);

        Assert.Equal(Answer.Unasked("The digest is not in quarantine."), QuarantineGate.Decide(new(Any.Digest(), null, Any.Time)));
        Assert.Equal(
            Answer.Refuse("aaaaaaaaaaaa is in quarantine since 2026-01-05 09:00 UTC by shop-api-staging-aaaaaaaaaaaa: It crashed. slipway quarantine lift aaaaaaaaaaaa lets it go."),
            QuarantineGate.Decide(new(Any.Digest(), quarantine, Any.Time)));
        Assert.Equal(VerdictKind.Pass, QuarantineGate.Decide(new(Any.Digest(), quarantine with { Expires = Any.Time }, Any.Time)).Kind);
    }
}
