using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Rollouts;
using static Slipway.Domain.Releases.VerdictKind;

namespace Slipway.Tests.Shared.Domain.Rollouts;

public sealed class RetryRuleTests
{
    private static readonly RetryInputs Good = new(new("own"), ReleaseStatus.Frozen, [Runs("api")], [new(new("api"), new("own"))], "slipway promote shop-api@sha256:a --to shop/production");

    private static readonly (RetryInputs Inputs, VerdictKind Kind, string Reason)[] Table =
    [
        (Good, Pass, "own runs on api and is verified again as it is."),
        (Good with { Status = ReleaseStatus.Failed, Services = [Runs("api"), Runs("worker")] }, Pass, "own runs on api, worker and is verified again as it is."),
        (Good with { Status = ReleaseStatus.Verified }, Refuse, "own is verified already."),
        (Good with { Status = ReleaseStatus.Verifying }, Refuse, "own is on its way: ask again when it has come to its end."),
        (Good with { Status = ReleaseStatus.RollingBack }, Refuse, "own is on its way: ask again when it has come to its end."),
        (Good with { Status = ReleaseStatus.RolledBack }, Refuse, "own was rolled back: nothing of it is left to verify. slipway promote shop-api@sha256:a --to shop/production releases its image again."),
        (Good with { Status = ReleaseStatus.Rejected }, Refuse, "own changed nothing there: nothing of it is left to verify. slipway promote shop-api@sha256:a --to shop/production releases its image again."),
        (Good with { Services = [Runs("api"), Runs("worker") with { Running = Any.Digest('b') }] }, Refuse,
            "own does not run on worker: bbbbbbbbbbbb does. slipway promote shop-api@sha256:a --to shop/production releases its image again."),
        (Good with { Services = [Runs("api") with { Wanted = null, Running = null }] }, Refuse,
            "own does not run on api: nothing of it does. slipway promote shop-api@sha256:a --to shop/production releases its image again."),
        (Good with { Services = [Runs("api") with { Running = null }], Quarantined = [Quarantine()] }, Refuse,
            "own does not run on api: nothing of it does. slipway promote shop-api@sha256:a --to shop/production releases its image again, once slipway quarantine lift aaaaaaaaaaaa has let it go."),
        (Good with { Services = [Runs("api") with { Since = new("later") }] }, Refuse, "later was verified on api since, and serves there."),
        (Good with { Holders = [new(new("api"), new("other"))] }, Refuse, "other is changing api: ask again when it has come to its end."),
        (Good with { Quarantined = [Quarantine()] }, Pass,
            "own runs on api and is verified again as it is. aaaaaaaaaaaa stays in quarantine: it goes on to no other environment until slipway quarantine lift aaaaaaaaaaaa."),
        (Good with { Freeze = new(RestraintKind.Freeze, "shop/production", "it failed", "own", Any.Time) }, Pass,
            "own runs on api and is verified again as it is. shop/production stays frozen until slipway unfreeze shop/production."),
        (Good with { Freeze = new(RestraintKind.Freeze, "shop/production", "upgrade", "ann", Any.Time) { IsMaintenance = true } }, Pass,
            "own runs on api and is verified again as it is. shop/production stays in maintenance until slipway unfreeze shop/production."),
        (Good with { Freeze = new(RestraintKind.Freeze, FreezeScope.Everything, "incident", "ann", Any.Time) }, Pass, "own runs on api and is verified again as it is. all stays frozen until slipway unfreeze."),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Table.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Only_what_still_runs_and_nothing_has_followed_is_verified_again(int row)
    {
        var (inputs, kind, reason) = Table[row];
        Assert.Equal(new Answer(kind, reason), RetryRule.Decide(inputs));

        var recorded = JsonSerializer.Deserialize(JsonSerializer.Serialize(Any.Release().Judged(Rules.Judge(inputs, Any.Time)), DomainJson.Default.Release), DomainJson.Default.Release)!.Verdicts.Single();
        Assert.Equal(new Answer(kind, reason), Rules.Replay(recorded));
    }

    [Theory]
    [InlineData(ReleaseStatus.Frozen, true)]
    [InlineData(ReleaseStatus.Failed, true)]
    [InlineData(ReleaseStatus.RolledBack, false)]
    [InlineData(ReleaseStatus.Rejected, false)]
    [InlineData(ReleaseStatus.Superseded, false)]
    [InlineData(ReleaseStatus.Waiting, false)]
    public void Of_the_ends_only_those_that_may_leave_the_code_in_place_go_on(ReleaseStatus status, bool goesOn)
    {
        var release = Any.Release() with { Status = status };
        if (!goesOn)
        {
            Assert.Throws<RejectedException>(() => release.Retried("i", "because", 3, Any.Time));
            return;
        }

        var again = (release with { UndoneBy = "j", Stages = [.. release.Stages, new(status, Any.Time, "")] }).Retried("i", "because", 3, Any.Time);
        Assert.Equal((ReleaseStatus.Verifying, "i", null, 3, true), (again.Status, again.RetriedBy, again.UndoneBy, again.FencingToken, again.BeginsAgain()));
    }

    private static RetriedService Runs(string service) => new(new(service), Any.Digest(), Any.Digest(), null);

    private static Slipway.Domain.Gates.QuarantineInputs Quarantine() => new(Any.Digest(), Restraint.Quarantine(Any.Digest(), "wrong totals", "ann", Any.Time), Any.Time);
}
