using Slipway.Domain.Gates;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Systems;
using static Slipway.Domain.Releases.ReleaseStatus;

namespace Slipway.Tests.Shared.Domain.Gates;

public sealed class UpstreamGateTests
{
    [Fact]
    public void Where_pushes_enter_nothing_comes_before() => Assert.Equal(Answer.Unasked("Pushes enter here."), Decide(PromoteWhen.All));

    [Theory]
    [InlineData(PromoteWhen.All, Verified, Verified, VerdictKind.Pass, "Verified in eu and us.")]
    [InlineData(PromoteWhen.All, Verified, Rolling, VerdictKind.Wait, "Not verified in us yet: r-us is on its way there.")]
    [InlineData(PromoteWhen.All, Verified, RolledBack, VerdictKind.Refuse, "r-us is not verified in us: what was refused or taken back there does not go on.")]
    [InlineData(PromoteWhen.All, Rejected, Rolling, VerdictKind.Refuse, "r-eu is not verified in eu: what was refused or taken back there does not go on.")]
    [InlineData(PromoteWhen.Any, Verified, Rolling, VerdictKind.Pass, "Verified in eu.")]
    [InlineData(PromoteWhen.Any, RolledBack, Verified, VerdictKind.Pass, "Verified in us.")]
    [InlineData(PromoteWhen.Any, RolledBack, Waiting, VerdictKind.Wait, "Not verified in us yet: r-us is on its way there.")]
    [InlineData(PromoteWhen.Any, RolledBack, Failed, VerdictKind.Refuse, "r-eu is not verified in eu: what was refused or taken back there does not go on.")]
    public void Only_what_is_verified_before_comes_in(PromoteWhen when, ReleaseStatus eu, ReleaseStatus us, VerdictKind kind, string reason)
    {
        var answer = Decide(when, From("eu", eu), From("us", us));

        Assert.Equal((kind, reason), (answer.Kind, answer.Reason));
    }

    [Theory]
    [InlineData(PromoteWhen.All)]
    [InlineData(PromoteWhen.Any)]
    public void What_was_never_released_before_is_refused_and_told_of_the_way_for_hotfixes(PromoteWhen when)
    {
        var answer = Decide(when, new UpstreamRelease(new("eu")), new UpstreamRelease(new("us")));

        Assert.Equal(VerdictKind.Refuse, answer.Kind);
        Assert.Equal("It was never released in eu, and only what was verified there comes here; a hotfix goes past with slipway promote --waive upstream.", answer.Reason);
    }

    [Theory]
    [InlineData(0, VerdictKind.Wait, 1800)]
    [InlineData(1799, VerdictKind.Wait, 1)]
    [InlineData(1800, VerdictKind.Pass, null)]
    public void It_must_have_been_good_there_for_the_soak_time(int since, VerdictKind kind, int? again)
    {
        var answer = UpstreamGate.Decide(new([From("eu", Verified)], PromoteWhen.All, TimeSpan.FromMinutes(30), null, Any.Time.AddSeconds(since)));

        Assert.Equal((kind, again), (answer.Kind, (int?)answer.AskAgainIn?.TotalSeconds));
    }

    [Theory]
    [InlineData(PromoteWhen.All, VerdictKind.Wait)]
    [InlineData(PromoteWhen.Any, VerdictKind.Pass)]
    public void The_soak_time_counts_from_the_last_that_is_needed(PromoteWhen when, VerdictKind kind)
    {
        var late = From("us", Verified) with { VerifiedAt = Any.Time.AddMinutes(20) };

        Assert.Equal(kind, UpstreamGate.Decide(new([From("eu", Verified), late], when, TimeSpan.FromMinutes(30), null, Any.Time.AddMinutes(30))).Kind);
    }

    [Theory]
    [InlineData(PromoteWhen.All, VerdictKind.Refuse, "r-us was verified in us, but the manifest says something else of its services, jobs or databases there since; slipway promote sends it through us again.")]
    [InlineData(PromoteWhen.Any, VerdictKind.Pass, "Verified in eu.")]
    public void What_was_verified_with_another_part_of_the_manifest_is_not_verified(PromoteWhen when, VerdictKind kind, string reason)
    {
        var answer = Decide(when, From("eu", Verified), From("us", Verified) with { IsOutdated = true });

        Assert.Equal((kind, reason), (answer.Kind, answer.Reason));
    }

    [Theory]
    [InlineData(PromoteWhen.All, Verified, VerdictKind.Wait, "Not released in us yet: it comes there.")]
    [InlineData(PromoteWhen.All, RolledBack, VerdictKind.Refuse, "r-eu is not verified in eu: what was refused or taken back there does not go on.")]
    [InlineData(PromoteWhen.Any, RolledBack, VerdictKind.Wait, "Not released in us yet: it comes there.")]
    [InlineData(PromoteWhen.Any, Verified, VerdictKind.Pass, "Verified in eu.")]
    public void What_still_comes_to_an_environment_before_is_waited_for(PromoteWhen when, ReleaseStatus eu, VerdictKind kind, string reason)
    {
        var answer = Decide(when, From("eu", eu), new(new("us")) { IsComing = true });

        Assert.Equal((kind, reason), (answer.Kind, answer.Reason));
    }

    [Theory]
    [InlineData("1", "1", null)]
    [InlineData("1", "2", true)]
    [InlineData(null, "2", null)]
    [InlineData("1", null, null)]
    public void A_release_is_outdated_when_its_part_of_the_manifest_changed(string? verified, string? now, bool? isOutdated) =>
        Assert.Equal(isOutdated, UpstreamRelease.Of(Any.Release() with { Blueprint = verified }, now).IsOutdated);

    [Fact]
    public void A_hotfix_goes_past_and_says_who_and_why() => Assert.Equal(
        Answer.Pass("bob sends it past this gate: login is broken"),
        UpstreamGate.Decide(new([new(new("eu"))], PromoteWhen.All, TimeSpan.Zero, new([WaivedGate.Upstream], "bob", "login is broken"), Any.Time)));

    [Theory]
    [InlineData(Verified, VerdictKind.Pass, "Verified in staging; us is in maintenance by ann until 2026-01-05 10:00 UTC and was passed by.")]
    [InlineData(Rolling, VerdictKind.Wait, "Not verified in staging yet: r-staging is on its way there; us is in maintenance by ann until 2026-01-05 10:00 UTC and was passed by.")]
    [InlineData(RolledBack, VerdictKind.Refuse, "r-staging is not verified in staging: what was refused or taken back there does not go on; us is in maintenance by ann until 2026-01-05 10:00 UTC and was passed by.")]
    public void One_in_maintenance_stands_for_what_is_before_it(ReleaseStatus staging, VerdictKind kind, string reason)
    {
        var answer = Decide(PromoteWhen.All, Past("us", PromoteWhen.All, From("staging", staging)));

        Assert.Equal((kind, reason), (answer.Kind, answer.Reason));
    }

    [Theory]
    [InlineData(PromoteWhen.All, Verified, PromoteWhen.All, Verified, Verified, VerdictKind.Pass)]
    [InlineData(PromoteWhen.All, Verified, PromoteWhen.All, Verified, Rolling, VerdictKind.Wait)]
    [InlineData(PromoteWhen.All, Verified, PromoteWhen.All, Verified, RolledBack, VerdictKind.Refuse)]
    [InlineData(PromoteWhen.All, Verified, PromoteWhen.Any, Verified, RolledBack, VerdictKind.Pass)]
    [InlineData(PromoteWhen.All, Rolling, PromoteWhen.Any, Verified, RolledBack, VerdictKind.Wait)]
    [InlineData(PromoteWhen.All, RolledBack, PromoteWhen.Any, Verified, Verified, VerdictKind.Refuse)]
    [InlineData(PromoteWhen.Any, RolledBack, PromoteWhen.All, Verified, Verified, VerdictKind.Pass)]
    [InlineData(PromoteWhen.Any, RolledBack, PromoteWhen.All, Verified, Rolling, VerdictKind.Wait)]
    [InlineData(PromoteWhen.Any, RolledBack, PromoteWhen.All, Verified, RolledBack, VerdictKind.Refuse)]
    [InlineData(PromoteWhen.Any, RolledBack, PromoteWhen.Any, Verified, RolledBack, VerdictKind.Pass)]
    [InlineData(PromoteWhen.Any, Verified, PromoteWhen.All, RolledBack, RolledBack, VerdictKind.Pass)]
    public void Of_several_before_it_those_in_maintenance_count_as_what_would_let_it_in_there(
        PromoteWhen when, ReleaseStatus eu, PromoteWhen there, ReleaseStatus first, ReleaseStatus second, VerdictKind kind) =>
        Assert.Equal(kind, Decide(when, From("eu", eu), Past("us", there, From("qa", first), From("staging", second))).Kind);

    [Fact]
    public void Past_one_in_maintenance_the_soak_time_counts_from_what_is_before_it()
    {
        Answer After(PromoteWhen there, int minutes) => UpstreamGate.Decide(new(
            [Past("us", there, From("qa", Verified), From("staging", Verified) with { VerifiedAt = Any.Time.AddMinutes(20) })], PromoteWhen.All, TimeSpan.FromMinutes(30), null, Any.Time.AddMinutes(minutes)));

        Assert.Equal("Verified in qa and staging for 10 min of the 30 min it must stay good there; us is in maintenance by ann until 2026-01-05 10:00 UTC and was passed by.", After(PromoteWhen.All, 30).Reason);
        Assert.Equal(TimeSpan.FromMinutes(20), After(PromoteWhen.All, 30).AskAgainIn);
        Assert.Equal(VerdictKind.Pass, After(PromoteWhen.All, 50).Kind);
        Assert.Equal(VerdictKind.Pass, After(PromoteWhen.Any, 30).Kind);
    }

    [Fact]
    public void Several_that_are_passed_by_are_each_named_once_and_a_replay_says_the_same()
    {
        var us = Past("us", PromoteWhen.All, Past("eu", PromoteWhen.All, From("staging", Verified)));
        var verdict = Rules.Judge(new UpstreamInputs([us, Past("ca", PromoteWhen.All, us)], PromoteWhen.All, TimeSpan.Zero, null, Any.Time), Any.Time);

        Assert.Equal("Verified in staging; " + string.Join("; ", new[] { "eu", "us", "ca" }.Select(name => $"{name} is in maintenance by ann until 2026-01-05 10:00 UTC and was passed by")) + ".", verdict.Reason);
        Assert.Equal(Answer.Pass(verdict.Reason), Rules.Replay(verdict));
    }

    private static UpstreamRelease Past(string environment, PromoteWhen when, params IReadOnlyList<UpstreamRelease> from) => new(new(environment), new($"r-{environment}"), Waiting)
    {
        Detour = new(new(RestraintKind.Freeze, $"shop/{environment}", "upgrade", "ann", Any.Time) { IsMaintenance = true, Expires = Any.Time.AddHours(1) }, from, when),
    };

    private static UpstreamRelease From(string environment, ReleaseStatus status) =>
        new(new(environment), new($"r-{environment}"), status, status == Verified ? Any.Time : null);

    private static Answer Decide(PromoteWhen when, params IReadOnlyList<UpstreamRelease> from) => UpstreamGate.Decide(new(from, when, TimeSpan.Zero, null, Any.Time));
}
