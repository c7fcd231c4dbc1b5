using Slipway.Domain.Releases;
using Slipway.Domain.Snapshots;
using static Slipway.Domain.Releases.VerdictKind;

namespace Slipway.Tests.Shared.Domain.Snapshots;

public sealed class SnapshotRuleTests
{
    private static readonly SnapshotProgress Ready = new("snap-1", "main", SnapshotStatus.Available, 100, TimeSpan.FromHours(9), TimeSpan.FromHours(1)) { Facts = new(true, false, 100, 100, null, Any.Time) };

    [Theory]
    [InlineData(SnapshotStatus.Available, 3600, Pass, "snap-1 is available. snap-2 is available.")]
    [InlineData(SnapshotStatus.Creating, 3599, Wait, "other 40 %")]
    [InlineData(SnapshotStatus.Creating, 3600, Refuse, "The snapshot snap-2 of other is at 40 % after 1 h; at most 1 h are allowed.")]
    [InlineData(SnapshotStatus.Failed, 0, Refuse, "The snapshot snap-2 of other failed: nothing is deployed without it.")]
    [InlineData(SnapshotStatus.Missing, 0, Refuse, "The snapshot snap-2 of other is gone: nothing is deployed without it.")]
    public void Every_snapshot_must_be_available_in_time(SnapshotStatus status, int waited, VerdictKind kind, string reason) =>
        Assert.Equal(new Answer(kind, reason), SnapshotRule.Decide(new([Ready, new("snap-2", "other", status, 40, Any.Seconds(waited), TimeSpan.FromHours(1)) { Facts = status == SnapshotStatus.Available ? Ready.Facts : null }])));

    [Theory]
    [InlineData(true, true, 100, 100, 5, Pass, "snap-1 is available.")]
    [InlineData(false, false, 50, 100, 0, Pass, "snap-1 is available.")]
    [InlineData(true, false, null, 100, null, Pass, "snap-1 is available.")]
    [InlineData(false, true, 100, 100, 5, Refuse, "The snapshot snap-1 of main is not encrypted, though the manifest says encrypted: true: restore the database from an encrypted copy of a snapshot, or write encrypted: false.")]
    [InlineData(true, true, 49, 100, 5, Refuse, "The snapshot snap-1 of main has 49 GiB, and the one before it 100 GiB: it can hardly be of the same database.")]
    [InlineData(true, true, 100, 100, -1, Refuse, "The snapshot snap-1 of main was made on 2026-01-05 08:59:59 UTC, before the release: it does not hold what was written since.")]
    public void A_snapshot_that_is_available_must_be_sound_too(bool encrypted, bool mustBe, int? storage, int? before, int? seconds, VerdictKind kind, string reason) =>
        Assert.Equal(new Answer(kind, reason), SnapshotRule.Decide(new([Ready with { Facts = new(encrypted, mustBe, storage, before, seconds is { } late ? Any.Time.AddSeconds(late) : null, Any.Time) }])));

    [Theory]
    [InlineData(SnapshotStatus.Waiting, 0, Wait, "the copy to us-west-2 waits for its snapshot")]
    [InlineData(SnapshotStatus.Creating, 0, Wait, "main in us-west-2 100 %")]
    [InlineData(SnapshotStatus.Available, 0, Pass, "snap-1 is available. snap-1 is available in us-west-2 too.")]
    [InlineData(SnapshotStatus.Failed, 0, Refuse, "The snapshot snap-1 of main failed: nothing is deployed without it.")]
    public void A_copy_is_waited_for_as_its_snapshot_is(SnapshotStatus status, int waited, VerdictKind kind, string reason) =>
        Assert.Equal(new Answer(kind, reason), SnapshotRule.Decide(new([Ready, Ready with { Status = status, CopyIn = "us-west-2", Waited = Any.Seconds(waited) }])));

    [Fact]
    public void A_failed_one_counts_more_than_a_late_one_and_a_late_one_more_than_one_on_its_way()
    {
        var late = new SnapshotProgress("late", "main", SnapshotStatus.Creating, 90, TimeSpan.FromHours(2), TimeSpan.FromHours(1));
        var slow = late with { Id = "slow", Waited = TimeSpan.Zero };

        Assert.Contains("late", SnapshotRule.Decide(new([slow, late])).Reason, StringComparison.Ordinal);
        Assert.Contains("gone", SnapshotRule.Decide(new([late, slow with { Status = SnapshotStatus.Missing }])).Reason, StringComparison.Ordinal);
        Assert.Equal(Answer.Wait("main 90 %; main 90 %"), SnapshotRule.Decide(new([slow, slow])));
    }

    [Theory]
    [InlineData(0, Wait, "main 100 %")]
    [InlineData(3600, Refuse, "The snapshot snap-1 of main is at 100 % after 1 h; at most 1 h are allowed.")]
    public void One_that_is_available_and_of_which_RDS_says_no_more_is_waited_for(int waited, VerdictKind kind, string reason) =>
        Assert.Equal(new Answer(kind, reason), SnapshotRule.Decide(new([Ready with { Facts = null, Waited = Any.Seconds(waited) }])));

    [Fact]
    public void Where_none_is_asked_for_nothing_is_waited_for() => Assert.Equal(Answer.Pass("The manifest asks for no snapshot here."), SnapshotRule.Decide(new([])));

    [Theory]
    [Trait("Requirement", "DGT-85")]
    [InlineData(SnapshotPolicy.Always, "v1.0.0", "v1.0.0", true)]
    [InlineData(SnapshotPolicy.Never, "v1.0.0", "v2.0.0", false)]
    [InlineData(SnapshotPolicy.Major, "v1.9.9", "v2.0.0", true)]
    [InlineData(SnapshotPolicy.Major, "v1.0.0", "v1.9.9", false)]
    [InlineData(SnapshotPolicy.Major, "1.0.0", "v1.0.1", false)]
    [InlineData(SnapshotPolicy.Major, "v10.0.0", "v1.0.0", true)]
    [InlineData(SnapshotPolicy.Major, null, "v1.0.0", true)]
    [InlineData(SnapshotPolicy.Major, "v1.0.0", "4f1c2d9", true)]
    [InlineData(SnapshotPolicy.Major, "4f1c2d9", "v1.0.0", true)]
    [InlineData(SnapshotPolicy.Major, "1234567", "1234567", true)]
    [InlineData(SnapshotPolicy.Major, "v1.0.0", "vx.0.0", true)]
    [InlineData(SnapshotPolicy.Major, "v1.0.0", "-1.0.0", true)]
    [InlineData(SnapshotPolicy.Major, "", "", true)]
    public void Before_a_new_major_version_or_one_that_cannot_be_told_there_is_a_snapshot(SnapshotPolicy policy, string? previous, string tag, bool asked) =>
        Assert.Equal(asked, SnapshotRule.IsAskedFor(policy, previous, tag));
}
