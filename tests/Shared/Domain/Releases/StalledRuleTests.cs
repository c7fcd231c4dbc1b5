using Slipway.Domain.Releases;
using static Slipway.Domain.Releases.ReleaseStatus;

namespace Slipway.Tests.Shared.Domain.Releases;

public sealed class StalledRuleTests
{
    [Theory]
    [InlineData(Waiting, 0, 119, false)]
    [InlineData(Waiting, 0, 120, true)]
    [InlineData(Waiting, 60, 179, false)]
    [InlineData(Waiting, 60, 180, true)]
    [InlineData(Gated, 60, 180, true)]
    [InlineData(Snapshotting, 0, 999, false)]
    [InlineData(Verified, 0, 999, false)]
    public void A_release_is_stalled_when_no_rule_was_asked_for_two_hours(ReleaseStatus status, int asked, int now, bool isStalled)
    {
        var release = Any.Release(status) with { Verdict = asked == 0 ? null : Rules.Judge(new LeaseInputs(new("r"), []), Any.Time.AddMinutes(asked)) };

        Assert.Equal(isStalled, StalledRule.IsStalled(release, Any.Time.AddMinutes(now)));
    }
}
