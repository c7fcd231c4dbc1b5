using Slipway.Domain.Approvals;
using Slipway.Domain.Releases;

namespace Slipway.Tests.Shared.Domain.Approvals;

public sealed class EntitlementTests
{
    private static readonly ApprovalPolicy Policy = new(Required: true, ["leads", "zoe"]) { Groups = ["qa"] };
    private static readonly People Known = new(
    [
        new("ann", ["ann@shop.example", "U01"], ["leads"], null),
        new("quinn", [], ["qa"], "quinn@shop.example"),
        new("zoe", [], [], null),
        new("eve", ["eve@shop.example"], ["guests"], null),
    ]);

    private static readonly Approval Asked = new(Any.Time, Any.Time.AddHours(1));
    private static readonly Decision Yes = new("d-1", "ann", ["leads"], Approves: true, "fine", Any.Time.AddMinutes(1), "cli", null);

    [Theory]
    [InlineData("ann", null)]
    [InlineData("ANN@shop.example", null)]
    [InlineData("Ann Example <ann@shop.example>", null)]
    [InlineData("U01", null)]
    [InlineData("quinn@shop.example", null)]
    [InlineData("zoe", null)]
    [InlineData("eve", "eve may not decide on production: ann, quinn, zoe may.")]
    [InlineData("eve@shop.example", "eve may not decide on production: ann, quinn, zoe may.")]
    [InlineData("leads", "Nobody in the manifest of shop is known as 'leads': ann, quinn, zoe may.")]
    [InlineData("", "Nobody in the manifest of shop is known as '': ann, quinn, zoe may.")]
    [Trait("Requirement", "ACP-30")]
    [Trait("Requirement", "ACP-31")]
    public void A_person_may_decide_who_is_an_approver_or_in_a_group_that_is_by_whatever_name(string by, string? against) =>
        Assert.Equal(against, Against(Any.Release() with { Approval = Asked }, by));

    [Fact]
    public void Where_the_manifest_names_nobody_each_approver_stands_for_itself()
    {
        var release = Any.Release() with { Approval = Asked };

        Assert.Null(Entitlement.Against(release, Policy, People.Unknown, "leads", approves: true, Any.Time));
        Assert.Equal("ann may not decide on production: leads, zoe, qa may.", Entitlement.Against(release, Policy, People.Unknown, "ann", approves: true, Any.Time));
    }

    [Fact]
    public void Who_approved_already_may_only_change_her_mind()
    {
        var release = Any.Release() with { Approval = Asked with { Decisions = [Yes] } };

        Assert.Equal("ann approved shop-api-production-aaaaaaaaaaaa already on 2026-01-05 09:01 UTC: it counts once.", Against(release, "U01"));
        Assert.Null(Against(release, "U01", approves: false));
    }

    [Theory]
    [InlineData(60, "The time to decide on shop-api-production-aaaaaaaaaaaa ended on 2026-01-05 10:00 UTC.")]
    [InlineData(59, null)]
    public void An_approval_after_its_end_does_not_count(int minutes, string? against) =>
        Assert.Equal(against, Entitlement.Against(Any.Release() with { Approval = Asked }, Policy, Known, "ann", approves: true, Any.Time.AddMinutes(minutes)));

    [Fact]
    public void What_does_not_wait_for_people_is_not_decided_by_them()
    {
        Assert.Equal("shop-api-production-aaaaaaaaaaaa does not wait any more: Pushed as shop-api:v1.", Against(Any.Release(ReleaseStatus.Gated) with { Approval = Asked }, "ann"));
        Assert.Equal("Nobody is asked about shop-api-production-aaaaaaaaaaaa: its gates were not asked yet.", Against(Any.Release(), "ann"));
        Assert.Equal("Nobody is asked about shop-api-production-aaaaaaaaaaaa: production needs no approval.", Entitlement.Against(Any.Release(), ApprovalPolicy.None, Known, "ann", approves: true, Any.Time));
    }

    [Fact]
    public void A_decision_that_comes_twice_is_kept_once_and_none_where_nobody_was_asked()
    {
        var release = (Any.Release() with { Approval = Asked }).Decided(Yes);

        Assert.Same(release, release.Decided(Yes));
        Assert.Throws<Slipway.Domain.RejectedException>(() => Any.Release().Decided(Yes));
    }

    private static string? Against(Release release, string by, bool approves = true) => Entitlement.Against(release, Policy, Known, by, approves, Any.Time.AddMinutes(5));
}
