using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Tests.Shared.Domain.Releases;

public sealed class PushRoutingTests
{
    [Theory]
    [InlineData("v1", true, "v1")]
    [InlineData("v1", false, "v2")]
    [InlineData("v1", false, "V1")]
    [InlineData("v1.2.3", true, "v*")]
    [InlineData("latest", false, "v*")]
    [InlineData("v1", true, "v?")]
    [InlineData("v10", false, "v?")]
    [InlineData("latest", false, "*", "!latest")]
    [InlineData("4f1c2d9", true, "*", "!latest")]
    [InlineData("latest", true, "!latest", "*")]
    [InlineData("rc-1", true, "*", "!rc-*", "rc-1")]
    [InlineData("rc-2", false, "*", "!rc-*", "rc-1")]
    [InlineData("anything", false, "!latest")]
    [InlineData("anything", false)]
    public void The_last_pattern_that_matches_a_tag_counts(string tag, bool accepted, params string[] patterns) =>
        Assert.Equal(accepted, PushRouting.Accepts(patterns, tag));

    [Theory]
    [InlineData("", false)]
    [InlineData(".sig", false)]
    [InlineData(".att", false)]
    [InlineData("!", true)]
    public void What_belongs_to_another_image_enters_nowhere(string suffix, bool enters)
    {
        var tag = suffix == "!" ? $"sha256-{new string('a', 63)}" : $"sha256-{new string('a', 64)}{suffix}";

        Assert.Equal(enters, PushRouting.Decide([Any.System("shop", Entry("dev", "*"))], Any.Push(tag: tag)).Entries.Count > 0);
    }

    [Fact]
    [Trait("Requirement", "ACP-18")]
    public void A_push_enters_where_its_tag_is_accepted_and_goes_on_to_what_is_promoted_from_there()
    {
        var shop = Any.System("shop", Entry("dev", "*"), Next("staging", "dev"), Next("production", "staging"), Entry("demo", "v*"));

        var route = PushRouting.Decide([shop], Any.Push(tag: "4f1c2d9"));

        Assert.Equal("shop: dev → staging → production", route.Reason);
        Assert.Equal(new Entry(new("shop"), new("dev")), Assert.Single(route.Entries));
        Assert.Equal("shop: dev → staging → production; shop: demo", PushRouting.Decide([shop], Any.Push(tag: "v1")).Reason);
    }

    [Fact]
    public void Of_two_entries_each_has_its_own_chain() => Assert.Equal(
        "shop: a → b; shop: c → d",
        PushRouting.Decide([Any.System("shop", Entry("a", "*"), Next("b", "a"), Entry("c", "*"), Next("d", "c"))], Any.Push()).Reason);

    [Fact]
    public void An_environment_that_does_not_run_the_repository_ends_the_chain() => Assert.Equal(
        "shop: dev",
        PushRouting.Decide([Any.System("shop", Entry("dev", "*"), Next("staging", "dev") with { Services = [Any.Service("web", "shop-web")] }, Next("production", "staging"))], Any.Push()).Reason);

    [Fact]
    public void An_environment_that_accepts_a_tag_which_reaches_it_from_another_is_not_entered_twice() => Assert.Equal(
        "shop: dev → staging → production",
        PushRouting.Decide([Any.System("shop", Entry("dev", "*"), Next("staging", "dev") with { AcceptedTags = ["v*"] }, Next("production", "staging") with { AcceptedTags = ["v*"] })], Any.Push(tag: "v1")).Reason);

    [Fact]
    public void An_environment_that_accepts_a_tag_is_entered_where_the_one_before_it_does_not_run_the_repository() => Assert.Equal(
        "shop: production",
        PushRouting.Decide([Any.System("shop", Entry("dev", "*") with { Services = [Any.Service("web", "shop-web")] }, Next("production", "dev") with { AcceptedTags = ["v*"] })], Any.Push(tag: "v1")).Reason);

    [Fact]
    public void An_entry_that_does_not_run_the_repository_is_passed_by() => Assert.Equal(
        "shop: demo", PushRouting.Decide([Any.System("shop", Entry("dev", "*") with { Services = [Any.Service("web", "shop-web")] }, Entry("demo", "*"))], Any.Push()).Reason);

    [Fact]
    public void Every_system_that_runs_the_repository_gets_its_own_promotion()
    {
        var route = PushRouting.Decide([Any.System("shop", Entry("dev", "*")), Any.System("blog", Entry("dev", "*")), Any.System("other", Entry("dev", "*") with { Services = [Any.Service("web", "web")] })], Any.Push());

        Assert.Equal(["shop", "blog"], route.Entries.Select(entry => entry.System.Value));
        Assert.Equal("shop: dev; blog: dev", route.Reason);
    }

    [Fact]
    public void A_repository_that_nobody_runs_is_named() =>
        Assert.Equal("No system runs images of the repository other.", PushRouting.Decide([Any.System("shop", Entry("dev", "*"))], Any.Push(repository: "other")).Reason);

    [Fact]
    public void A_repository_of_a_foreign_registry_is_none_of_ours() => Assert.Equal(
        "No system runs images of the repository shop-api.",
        PushRouting.Decide([Any.System("shop", Entry("dev", "*") with { Services = [Any.Service(registry: "docker.io")] })], Any.Push()).Reason);

    [Fact]
    public void A_tag_that_Slipway_gave_starts_nothing() => Assert.Equal(
        "The tag 'slipway-shop-production-api' is Slipway's own.", PushRouting.Decide([Any.System("shop", Entry("dev", "*"))], Any.Push(tag: "slipway-shop-production-api")).Reason);

    [Fact]
    public void A_tag_that_nobody_accepts_is_named_with_those_who_do_not()
    {
        var route = PushRouting.Decide([Any.System("shop", Entry("dev", "v*")), Any.System("blog", Entry("dev", "v*"))], Any.Push(tag: "latest"));

        Assert.Empty(route.Entries);
        Assert.Equal("No environment of shop, blog accepts the tag 'latest'.", route.Reason);
    }

    private static EnvironmentManifest Entry(string name, params IReadOnlyList<string> tags) => Any.Environment(name) with { AcceptedTags = tags };

    private static EnvironmentManifest Next(string name, string from) => Any.Environment(name) with { PromoteFrom = [new EnvironmentName(from)] };
}
