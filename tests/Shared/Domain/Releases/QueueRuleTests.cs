using Slipway.Domain.Releases;
using static Slipway.Domain.Releases.ReleaseStatus;
using static Slipway.Domain.Releases.VerdictKind;

namespace Slipway.Tests.Shared.Domain.Releases;

public sealed class QueueRuleTests
{
    [Theory]
    [InlineData(1, Waiting, Refuse)]
    [InlineData(1, Gated, Refuse)]
    [InlineData(1, Snapshotting, Refuse)]
    [InlineData(1, RollingBack, Refuse)]
    [InlineData(1, Verified, Refuse)]
    [InlineData(1, Superseded, Pass)]
    [InlineData(1, Rejected, Pass)]
    [InlineData(1, RolledBack, Pass)]
    [InlineData(1, Failed, Pass)]
    [InlineData(-1, Waiting, Pass)]
    [InlineData(-1, Rolling, Pass)]
    [InlineData(-1, Verified, Pass)]
    public void A_newer_push_that_waits_runs_or_was_verified_supersedes_this_one(int laterBySeconds, ReleaseStatus status, VerdictKind expected)
    {
        var answer = QueueRule.Decide(new(new("m"), Any.Time, [Other("n", status, laterBySeconds)]));

        Assert.Equal(expected, answer.Kind);
        Assert.Equal(expected == Refuse ? "Superseded by n, which was pushed later." : "No newer push of these services is on its way here.", answer.Reason);
    }

    [Fact]
    public void Of_two_pushes_at_one_time_the_one_whose_name_comes_later_is_the_newer()
    {
        Assert.Equal(Refuse, QueueRule.Decide(new(new("m"), Any.Time, [Other("n", Waiting, 0)])).Kind);
        Assert.Equal(Pass, QueueRule.Decide(new(new("m"), Any.Time, [Other("l", Waiting, 0)])).Kind);
    }

    [Fact]
    public void The_newest_of_the_newer_ones_is_named() => Assert.Equal(
        "Superseded by c, which was pushed later.", QueueRule.Decide(new(new("m"), Any.Time, [Other("b", Waiting, 1), Other("c", Waiting, 3), Other("d", Waiting, 2)])).Reason);

    [Theory]
    [InlineData(-1, Waiting, true)]
    [InlineData(-1, Gated, true)]
    [InlineData(-1, Snapshotting, false)]
    [InlineData(-1, Verifying, false)]
    [InlineData(-1, Verified, false)]
    [InlineData(-1, Rejected, false)]
    [InlineData(1, Waiting, false)]
    public void Only_an_older_one_that_changed_nothing_yet_is_overtaken(int laterBySeconds, ReleaseStatus status, bool overtaken) =>
        Assert.Equal(overtaken, QueueRule.Overtaken(new(new("m"), Any.Time, [Other("n", status, laterBySeconds)])).Any());

    [Fact]
    public void In_whatever_order_they_ask_exactly_one_the_newest_is_let_through()
    {
        var random = new Random(1);
        for (var round = 0; round < 500; round++)
        {
            var all = Enumerable.Range(0, random.Next(1, 9)).Select(number => Other($"r{number}", Waiting, random.Next(4))).ToArray();
            random.Shuffle(all);

            var passed = all.Where(own => QueueRule.Decide(Asks(own, all)).Kind == Pass).ToList();

            Assert.Equal(all.MaxBy(own => (own.PushedAt, own.Id.Value)), Assert.Single(passed));
            Assert.Equal(all.Except(passed).ToHashSet(), QueueRule.Overtaken(Asks(passed[0], all)).ToHashSet());
        }
    }

    private static QueueInputs Asks(QueuedRelease own, QueuedRelease[] all) => new(own.Id, own.PushedAt, [.. all.Where(other => other != own)]);

    private static QueuedRelease Other(string id, ReleaseStatus status, int laterBySeconds) => new(new(id), status, Any.Time.AddSeconds(laterBySeconds));
}
