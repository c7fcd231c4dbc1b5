using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Gates;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Rollouts;
using static Slipway.Domain.Releases.VerdictKind;

namespace Slipway.Tests.Shared.Domain.Rollouts;

public sealed class ReturnRuleTests
{
    private static readonly ReturnInputs Good = new(new("serving"), new("earlier"), ReleaseStatus.Verified, Any.Time) { Since = [new(new("serving"), null, true)] };

    private static readonly QuarantineInputs Quarantined = new(Any.Digest(), Restraint.Quarantine(Any.Digest(), "wrong totals", "ann", Any.Time), Any.Time);

    private static readonly (ReturnInputs Inputs, VerdictKind Kind, string Reason)[] Table =
    [
        (Good, Pass, "earlier was good there."),
        (Good with { Elsewhere = "shop/staging" }, Refuse, "earlier is a release of shop/staging: name one that was verified where it is to serve."),
        (Good with { Verified = null, Status = ReleaseStatus.Failed }, Refuse, "earlier was never verified there: name one that was."),
        (Good with { IsServing = true }, Refuse, "The images of earlier serve there already."),
        (Good with { IsNewer = true }, Refuse, "earlier came after serving, which serves: that is no way back. slipway promote sends its image there again."),
        (Good with { Status = ReleaseStatus.RolledBack }, Refuse, "earlier was rolled back there itself: it does not return this way. slipway promote sends its image there again."),
        (Good with { Missing = [new("web")] }, Refuse, "earlier did not release web, which goes back together with the other services of serving. slipway promote sends its image there again."),
        (Good with { Quarantined = [Quarantined] }, Refuse, "aaaaaaaaaaaa is in quarantine since 2026-01-05 09:00 UTC by ann: wrong totals. slipway quarantine lift aaaaaaaaaaaa lets it go."),
        (Since(new LaterRelease(new("between"), null, true)), Pass, "earlier was good there; between, which came between, is left behind and in quarantine too."),
        (Since(new(new("one"), null, true), new(new("two"), null, true)), Pass, "earlier was good there; one and two, which came between, are left behind and in quarantine too."),
        (Since(new LaterRelease(new("failed"), null, false)), Pass, "earlier was good there."),
        (Since(new LaterRelease(new("failed"), Reversibility.ExpandContract, false)), Pass, "earlier was good there. The schema stays as failed left it."),
        (Since(new LaterRelease(new("between"), Reversibility.Reversible, true)), Pass, "earlier was good there; between, which came between, is left behind and in quarantine too. The schema stays as between left it."),
        (Since(new LaterRelease(new("frozen"), Reversibility.Irreversible, false)), Refuse,
            "The migration of frozen came after earlier and is irreversible, and the code before does not know its schema: release a version that goes forward, or restore its snapshot."),
        (Good with { Since = [new(new("serving"), Reversibility.Irreversible, true)], IsLastGood = true }, Refuse,
            "The migration of serving came after earlier and is irreversible, and the code before does not know its schema: release a version that goes forward, or restore its snapshot."),
        (Good with { Since = [new(new("serving"), Reversibility.Reversible, true)], IsLastGood = true }, Pass, "earlier was good there."),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Table.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Services_return_only_to_what_was_good_there_and_knows_the_schema(int row)
    {
        var (inputs, kind, reason) = Table[row];
        Assert.Equal(new Answer(kind, reason), ReturnRule.Decide(inputs));

        var recorded = JsonSerializer.Deserialize(JsonSerializer.Serialize(Any.Release().Judged(Rules.Judge(inputs, Any.Time)), DomainJson.Default.Release), DomainJson.Default.Release)!.Verdicts.Single();
        Assert.Equal(new Answer(kind, reason), Rules.Replay(recorded));
    }

    private static ReturnInputs Since(params LaterRelease[] later) => Good with { Since = [.. later, .. Good.Since] };
}
