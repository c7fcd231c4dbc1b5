using Slipway.Domain.Images;
using Slipway.Domain.Releases;

namespace Slipway.Tests.Shared.Domain.Releases;

public sealed class SweepRuleTests
{
    private static readonly Route Production = new([new(new("shop"), new("production"))], "shop: production");
    private static readonly DateTimeOffset Now = Any.Time;

    [Theory]
    [InlineData(-300, -10, SweepFinding.Lost)]
    [InlineData(-300, -5, SweepFinding.Lost)]
    [InlineData(-300, -4, SweepFinding.Settling)]
    [InlineData(-300, -75, SweepFinding.Lost)]
    [InlineData(-300, -76, SweepFinding.Seen)]
    [InlineData(-20, -20, SweepFinding.Lost)]
    [InlineData(-20, -21, SweepFinding.Seen)]
    public void Only_what_was_pushed_since_the_last_sweep_and_has_settled_is_looked_at(int began, int pushed, SweepFinding finding)
    {
        var mark = new SweepMark("registry", "shop-api", Now.AddMinutes(began), Now.AddMinutes(Math.Max(began, -15)));

        Assert.Equal(finding, SweepRule.Decide(mark, Any.Push(at: Now.AddMinutes(pushed)), Production, [], Now));
    }

    [Fact]
    public void What_enters_nowhere_is_unwanted_and_what_has_its_releases_is_known()
    {
        var mark = SweepRule.Begin("registry", "shop-api", Now.AddHours(-1));
        var push = Any.Push(at: Now.AddMinutes(-30));

        Assert.Equal(SweepFinding.Unwanted, SweepRule.Decide(mark, push, new([], "no"), [], Now));
        Assert.Equal(SweepFinding.Known, SweepRule.Decide(mark, push, Production, [Any.Release(ReleaseStatus.Rejected)], Now));
        Assert.Equal(SweepFinding.Lost, SweepRule.Decide(mark, push, new([.. Production.Entries, new(new("shop"), new("demo"))], ""), [Any.Release()], Now));
    }

    [Fact]
    public void The_first_sweep_looks_at_nothing_and_each_moves_the_mark_to_what_has_settled()
    {
        var first = SweepRule.Begin("registry", "shop-api", Now);

        Assert.Equal(SweepFinding.Seen, SweepRule.Decide(first, Any.Push(at: Now.AddSeconds(-1)), Production, [], Now.AddHours(1)));
        Assert.Equal(first, SweepRule.Advance(first, Now.AddMinutes(5)));
        Assert.Equal(Now.AddMinutes(10), SweepRule.Advance(first, Now.AddMinutes(15)).Until);
    }

    [Fact]
    public void Pushes_are_taken_in_their_order_one_for_each_tag_under_a_name_that_is_always_the_same()
    {
        ImageDescription Image(char digit, int minute, params string[] tags) => new(Any.Image(digit), tags, Now.AddMinutes(minute), 1);

        var pushes = SweepRule.Pushes([Image('b', 2, "v2"), Image('a', 1, "v1", "latest")]).ToList();

        Assert.Equal(["sweep-shop-api-aaaaaaaaaaaa-latest", "sweep-shop-api-aaaaaaaaaaaa-v1", "sweep-shop-api-bbbbbbbbbbbb-v2"], pushes.Select(push => push.Id));
        Assert.All(pushes, push => Assert.True(push.BySweep));
        Assert.Equal(Now.AddMinutes(1), pushes[0].PushedAt);
    }

    [Theory]
    [InlineData(ReleaseStatus.Verified, 5, true)]
    [InlineData(ReleaseStatus.Verified, 4, false)]
    [InlineData(ReleaseStatus.RolledBack, 60, false)]
    [InlineData(ReleaseStatus.Rolling, 60, false)]
    public void What_was_verified_a_while_ago_should_have_gone_on(ReleaseStatus status, int since, bool candidate) =>
        Assert.Equal(candidate, UnopenedRule.Candidates([Staging('a', 0) with { Status = status, Stages = [new(status, Now, "")] }], Now.AddMinutes(since)).Any());

    [Fact]
    public void Of_several_that_were_verified_the_newest_goes_on() =>
        Assert.Equal(Any.Digest('b'), Assert.Single(UnopenedRule.Candidates([Staging('a', 0), Staging('b', 1)], Now.AddHours(1))).Image.Digest);

    [Fact]
    public void It_goes_into_the_environments_that_have_no_release_of_it_and_that_were_next_when_it_was_opened()
    {
        var verified = Staging('a', 0);
        var shop = Shop("production", "added-later");
        var production = Release.Open(shop, shop.Environments[1], [Any.Service()], verified.Push, Now);

        Assert.Equal("production", Assert.Single(UnopenedRule.Unopened(shop, verified, [verified], [], Now)).Name.Value);
        Assert.Empty(UnopenedRule.Unopened(shop, verified, [verified, production], [], Now));
        Assert.Empty(UnopenedRule.Unopened(shop, verified with { Attempt = 2 }, [verified, production], [], Now));
    }

    [Theory]
    [InlineData(ReleaseStatus.Rejected, -1, 1, false)]
    [InlineData(ReleaseStatus.Rejected, 1, 1, true)]
    [InlineData(ReleaseStatus.Waiting, -1, 1, true)]
    [InlineData(ReleaseStatus.Verified, -1, 1, true)]
    [InlineData(ReleaseStatus.Verified, -1, 2, false)]
    public void What_was_tried_before_and_did_not_come_through_is_tried_again(ReleaseStatus status, int opened, int attempt, bool hasGoneOn)
    {
        var verified = Staging('a', 0) with { Attempt = attempt };
        var shop = Shop("production");
        var production = Release.Open(shop, shop.Environments[1], [Any.Service()], verified.Push, Now.AddMinutes(opened)) with { Status = status };

        Assert.Equal(hasGoneOn, UnopenedRule.HasGoneOn(verified, production));
    }

    private static Slipway.Domain.Systems.SystemManifest Shop(params string[] next) =>
        Any.System("shop", [Any.Environment("staging"), .. next.Select(name => Any.Environment(name) with { PromoteFrom = [new("staging")] })]);

    private static Release Staging(char digit, int minute)
    {
        var shop = Shop("production");
        return Release.Open(shop, shop.Environments[0], [Any.Service()], Any.Push(digit, at: Now.AddMinutes(minute)), Now) with { Status = ReleaseStatus.Verified, Stages = [new(ReleaseStatus.Verified, Now, "")] };
    }
}
