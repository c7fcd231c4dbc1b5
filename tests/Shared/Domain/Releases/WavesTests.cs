using Slipway.Domain.Approvals;
using Slipway.Domain.Gates;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Systems;
using static Slipway.Domain.Releases.ReleaseStatus;

namespace Slipway.Tests.Shared.Domain.Releases;

/// <summary>staging → eu → us → ap: in maintenance, an environment stands for what is before it.</summary>
public sealed class WavesTests
{
    private static readonly SystemManifest Shop = Any.System("shop", [Any.Environment("staging"), Next("eu", "staging"), Next("us", "eu"), Next("ap", "us")]);

    [Theory]
    [InlineData(null, true)]
    [InlineData(Waiting, true)]
    [InlineData(Superseded, true)]
    [InlineData(Gated, false)]
    [InlineData(Snapshotting, false)]
    [InlineData(Verifying, false)]
    [InlineData(RollingBack, false)]
    [InlineData(Verified, false)]
    [InlineData(Rejected, false)]
    [InlineData(RolledBack, false)]
    [InlineData(Frozen, false)]
    [InlineData(Failed, false)]
    public void What_only_waits_there_is_passed_by_in_maintenance_and_nothing_else(ReleaseStatus? status, bool isPassedBy)
    {
        List<Release> known = [Of("staging", Verified), Of("eu", Verified), .. status is { } there ? [Of("us", there)] : Array.Empty<Release>()];

        var us = Assert.Single(Before(Of("ap"), known, In("us")));
        Assert.Equal((new EnvironmentName("us"), status), (us.Environment, us.Status));
        Assert.Equal(isPassedBy ? ["eu"] : null, us.Detour?.From.Select(release => release.Environment.Value));
        Assert.Equal(isPassedBy ? ["us", "ap"] : ["us"], After(known[1], known, In("us")));
    }

    [Fact]
    public void Without_maintenance_nothing_is_passed_by()
    {
        List<Release> known = [Of("staging", Verified), Of("eu", Verified), Of("us", Waiting)];

        foreach (var freeze in new[] { In("us") with { IsMaintenance = null }, In("us") with { Expires = Any.Time }, In("ap"), In("us") with { Scope = "other/us" }, In("us") with { Scope = "shop", IsMaintenance = null } })
        {
            Assert.Null(Assert.Single(Before(Of("ap"), known, freeze)).Detour);
            Assert.Equal(["us"], After(known[1], known, freeze));
        }
    }

    [Fact]
    public void A_freeze_of_everything_beside_it_takes_nothing_from_a_maintenance() =>
        Assert.NotNull(Assert.Single(Before(Of("ap"), [Of("us")], new(RestraintKind.Freeze, FreezeScope.Everything, "incident", "bob", Any.Time), In("us"))).Detour);

    [Fact]
    public void Before_one_where_pushes_enter_is_nothing_so_it_counts_itself()
    {
        Assert.Null(Assert.Single(Before(Of("eu"), [Of("staging")], In("staging"))).Detour);
        Assert.Equal(["eu"], After(Of("staging", Verified), [Of("staging", Verified)], In("staging")));
    }

    [Fact]
    public void Several_in_a_row_are_passed_by()
    {
        List<Release> known = [Of("staging", Verified), Of("eu"), Of("us")];
        var us = Assert.Single(Before(Of("ap"), known, In("eu"), In("us")));

        Assert.Equal("staging", Assert.Single(Assert.Single(us.Detour!.From).Detour!.From).Environment.Value);
        Assert.Equal(["eu", "us", "ap"], After(known[0], known, In("eu"), In("us")));
    }

    [Fact]
    public void What_people_rejected_while_it_waits_there_is_not_passed_by()
    {
        var approval = new Approval(Any.Time, Any.Time.AddDays(1)) { Decisions = [new("d", "ann", [], false, "no", Any.Time, "cli", "laptop")] };

        Assert.Null(Assert.Single(Before(Of("ap"), [Of("us") with { Approval = approval }], In("us"))).Detour);
    }

    [Theory]
    [InlineData(Rolling, true)]
    [InlineData(Verified, true)]
    [InlineData(RolledBack, false)]
    [InlineData(Failed, false)]
    public void Who_has_its_lease_was_let_past_for_good_unless_what_it_passed_is_bad_by_now(ReleaseStatus us, bool isPassedBy)
    {
        List<Release> known = [Of("staging", Verified), Of("eu", Verified), Of("us")];
        var letPast = Of("ap").Judged(Rules.Judge(new UpstreamInputs(Before(Of("ap"), known, In("us")), PromoteWhen.All, TimeSpan.Zero, null, Any.Time), Any.Time));
        List<Release> later = [known[0], known[1], Of("us", us)];

        Assert.Equal(isPassedBy, Assert.Single(Before(letPast with { Status = Snapshotting }, later)).Detour is not null);
        Assert.Null(Assert.Single(Before(letPast with { Status = Gated }, later)).Detour);
        Assert.Null(Assert.Single(Before(Of("ap", Snapshotting), later)).Detour);
    }

    [Theory]
    [InlineData(Waiting, "ap")]
    [InlineData(RolledBack)]
    public void The_sweep_finds_what_was_not_opened_past_a_maintenance(ReleaseStatus us, params string[] unopened)
    {
        List<Release> known = [Of("staging", Verified), Of("eu", Verified), Of("us", us)];

        Assert.Equal(unopened, UnopenedRule.Unopened(Shop, known[1], known, [In("us")], Any.Time).Select(environment => environment.Name.Value));
        Assert.Empty(UnopenedRule.Unopened(Shop, known[1], [.. known, Of("ap")], [In("us")], Any.Time));
        Assert.Empty(UnopenedRule.Unopened(Shop, known[1], [known[0], known[1], known[2] with { Next = [] }], [In("us")], Any.Time));
    }

    [Fact]
    public void What_was_decided_past_an_environment_is_what_became_of_its_release_too()
    {
        List<Release> known = [Of("eu", Verified), Of("us")];
        var passed = Of("ap").Judged(Rules.Judge(new UpstreamInputs(Before(Of("ap"), known, In("us")), PromoteWhen.All, TimeSpan.Zero, null, Any.Time), Any.Time)) with { Status = Rejected };
        var us = Of("us", Verified) with { Stages = [new(Verified, Any.Time.AddHours(1), "")] };

        Assert.True(UnopenedRule.HasGoneOn(us, passed));
        Assert.False(UnopenedRule.HasGoneOn(us, Of("ap", Rejected)));
        Assert.False(UnopenedRule.HasGoneOn(us with { Id = new("another"), Attempt = 2 }, passed));
    }

    private static EnvironmentManifest Next(string name, string from) => Any.Environment(name) with { PromoteFrom = [new(from)] };

    private static Restraint In(string environment) => new(RestraintKind.Freeze, $"shop/{environment}", "upgrade", "ann", Any.Time) { IsMaintenance = true };

    private static Release Of(string environment, ReleaseStatus status = Waiting)
    {
        var opened = Release.Open(Shop, Shop.Environment(new(environment)), [Any.Service()], Any.Push(), Any.Time);
        return opened with { Status = status, Stages = [.. opened.Stages, new(status, Any.Time, "")] };
    }

    private static IReadOnlyList<UpstreamRelease> Before(Release release, IReadOnlyList<Release> known, params IReadOnlyList<Restraint> freezes) =>
        new Waves(Shop, release, known, freezes, Any.Time).Before(Shop.Environment(release.Environment));

    private static IEnumerable<string> After(Release verified, IReadOnlyList<Release> known, params IReadOnlyList<Restraint> freezes) =>
        new Waves(Shop, verified, known, freezes, Any.Time).After().Select(environment => environment.Name.Value);
}
