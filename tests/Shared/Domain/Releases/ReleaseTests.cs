using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using static Slipway.Domain.Releases.ReleaseStatus;

namespace Slipway.Tests.Shared.Domain.Releases;

public sealed class ReleaseTests
{
    private static readonly Dictionary<ReleaseStatus, ReleaseStatus[]> Moves = new()
    {
        [Waiting] = [Gated, Superseded, Rejected, Failed],
        [Gated] = [Snapshotting, Waiting, Superseded, Rejected, Failed],
        [Snapshotting] = [Migrating, Failed],
        [Migrating] = [Rolling, Frozen, Failed],
        [Rolling] = [Verifying, RollingBack, Frozen, Failed],
        [Verifying] = [Verified, Rolling, RollingBack, Frozen, Failed],
        [RollingBack] = [RolledBack, Failed],
        [Verified] = [RollingBack],
        [Superseded] = [],
        [Rejected] = [],
        [RolledBack] = [],
        [Frozen] = [Verifying, RollingBack],
        [Failed] = [Verifying, RollingBack],
    };

    public static TheoryData<ReleaseStatus, ReleaseStatus> Pairs
    {
        get
        {
            var pairs = new TheoryData<ReleaseStatus, ReleaseStatus>();
            foreach (var from in Enum.GetValues<ReleaseStatus>())
            {
                foreach (var to in Enum.GetValues<ReleaseStatus>())
                {
                    pairs.Add(from, to);
                }
            }

            return pairs;
        }
    }

    [Fact]
    public void How_long_a_rule_says_wait_counts_from_its_first_wait_and_for_each_image()
    {
        static Verdict At(int minutes, VerdictKind kind, string? about = null) => new(kind, "scan", $"after {minutes}", default, Any.Time.AddMinutes(minutes)) { About = about };
        var release = Any.Release().Judged(At(60, VerdictKind.Wait, "api")).Judged(At(61, VerdictKind.Wait, "api")).Judged(At(62, VerdictKind.Wait, "web"));

        Assert.Equal([10, 8, 0], new[] { "api", "web", "worker" }.Select(image => (int)release.WaitedAt("scan", image, Any.Time.AddMinutes(70)).TotalMinutes));
        Assert.Equal(TimeSpan.Zero, release.Judged(At(65, VerdictKind.Pass, "api")).WaitedAt("scan", "api", Any.Time.AddMinutes(70)));
    }

    [Fact]
    public void What_others_stopped_meanwhile_did_not_wait_at_this_gate()
    {
        Verdict At(int minutes) => new(VerdictKind.Wait, "capacity", "full", default, Any.Time.AddMinutes(minutes)) { AskAgainSeconds = 60 };
        var evening = Any.Release().Judged(At(0)).Judged(At(1)).Judged(At(2));

        Assert.Equal(TimeSpan.FromMinutes(3), evening.WaitedAt("capacity", null, Any.Time.AddMinutes(3)));
        Assert.Equal(TimeSpan.Zero, evening.WaitedAt("capacity", null, Any.Time.AddHours(16)));
        Assert.Equal(TimeSpan.FromMinutes(1), evening.Judged(At(960)).Judged(At(961)).WaitedAt("capacity", null, Any.Time.AddMinutes(961)));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_release_moves_as_its_table_says_and_no_other_way(ReleaseStatus from, ReleaseStatus to)
    {
        var release = Any.Release(from);
        if (!Moves[from].Contains(to))
        {
            Assert.Contains($"is {from} and cannot become {to}", Assert.Throws<RejectedException>(() => release.MoveTo(to, "because", Any.Time)).Message, StringComparison.Ordinal);
            return;
        }

        var moved = release.MoveTo(to, "because", Any.Time.AddMinutes(1));

        Assert.Equal((to, "because"), (moved.Status, moved.Reason));
        Assert.Equal([.. release.Stages, new Stage(to, Any.Time.AddMinutes(1), "because")], moved.Stages);
    }

    [Theory]
    [InlineData(Waiting, false, true, false)]
    [InlineData(Gated, false, true, false)]
    [InlineData(Snapshotting, false, false, true)]
    [InlineData(Migrating, false, false, true)]
    [InlineData(Rolling, false, false, true)]
    [InlineData(Verifying, false, false, true)]
    [InlineData(RollingBack, false, false, true)]
    [InlineData(Verified, true, false, false)]
    [InlineData(Superseded, true, false, false)]
    [InlineData(Rejected, true, false, false)]
    [InlineData(RolledBack, true, false, false)]
    [InlineData(Frozen, true, false, false)]
    [InlineData(Failed, true, false, false)]
    public void What_runs_is_neither_over_nor_to_be_overtaken(ReleaseStatus status, bool final, bool superseded, bool running) =>
        Assert.Equal((final, superseded, running), (status.IsFinal(), status.CanBeSuperseded(), status.IsRunning()));

    [Fact]
    public void A_release_opens_waiting_and_knows_why()
    {
        var release = Release.Open(Any.System("shop"), Any.Environment("production"), [Any.Service("api"), Any.Service("worker")], Any.Push(tag: "v7"), Any.Time);

        Assert.Equal((Waiting, "Pushed as shop-api:v7."), (release.Status, release.Reason));
        Assert.Equal(["api", "worker"], release.Services.Select(change => change.Service.Value));
        Assert.Equal(ReleaseId.For(new("shop"), new("api"), new("production"), Any.Digest()), release.Id);
        Assert.Equal([new Stage(Waiting, Any.Time, "Pushed as shop-api:v7.")], release.Stages);
        Assert.Empty(release.ChangedServices);
    }

    [Fact]
    public void The_time_since_a_status_counts_from_its_first_stage_and_is_none_before_it()
    {
        var release = Any.Release().MoveTo(Gated, "", Any.Time.AddMinutes(2));

        Assert.Equal(TimeSpan.FromMinutes(3), release.Since(Gated, Any.Time.AddMinutes(5)));
        Assert.Equal(TimeSpan.Zero, release.Since(Rolling, Any.Time.AddMinutes(5)));
        Assert.Equal(Any.Time.AddMinutes(2), release.Entered(Gated));
        Assert.Null(release.Entered(Rolling));
    }

    [Fact]
    public void A_wait_takes_the_place_of_the_same_rules_wait_and_every_other_verdict_stays()
    {
        Verdict[] verdicts =
        [
            Verdict("scan", VerdictKind.Wait, 1), Verdict("scan", VerdictKind.Wait, 2), Verdict("scan", VerdictKind.Pass, 3), Verdict("scan", VerdictKind.Wait, 4),
            Verdict("lease", VerdictKind.Wait, 5), Verdict("lease", VerdictKind.Wait, 6), Verdict("lease", VerdictKind.Refuse, 7), Verdict("lease", VerdictKind.Refuse, 8),
        ];
        var release = verdicts.Aggregate(Any.Release(), (judged, verdict) => judged.Judged(verdict));

        Assert.Equal(["3", "4", "7", "8"], release.Verdicts.Select(verdict => verdict.Reason));
        Assert.Equal("8", release.Verdict?.Reason);
    }

    [Fact]
    public void A_changed_service_takes_the_place_of_its_namesake()
    {
        var release = Release.Open(Any.System("shop"), Any.Environment("production"), [Any.Service("api"), Any.Service("worker")], Any.Push(), Any.Time);

        var changed = release.Changed(Any.Change("worker") with { ChangedAt = Any.Time });

        Assert.Equal(["api", "worker"], changed.Services.Select(change => change.Service.Value));
        Assert.Equal("worker", Assert.Single(changed.ChangedServices).Service.Value);
    }

    [Fact]
    public void The_way_back_is_the_last_verified_image_or_else_what_ran_before()
    {
        var change = Any.Change() with { Previous = Any.Image('b') };
        var good = new LastKnownGood(new("shop"), new("production"), new("api"), Any.Image('c'), "v0", new("r"), Any.Time);

        Assert.Null(Any.Change().WayBack);
        Assert.Equal(Any.Image('b'), change.WayBack);
        Assert.Equal(Any.Image('c'), (change with { Good = good }).WayBack);
    }

    [Fact]
    public void An_image_is_pulled_by_its_digest() =>
        Assert.Equal($"registry/shop-api@{Any.Digest()}", new Image("registry", "shop-api", Any.Digest()).Reference);

    private static Verdict Verdict(string rule, VerdictKind kind, int number) => new(kind, rule, $"{number}", JsonDocument.Parse("{}").RootElement, Any.Time);
}
