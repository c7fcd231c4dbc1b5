using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;

namespace Slipway.Tests.Shared.Domain.Snapshots;

public sealed class RetentionRuleTests
{
    private static readonly SystemName Shop = new("shop");
    private static readonly EnvironmentName Production = new("production");
    private static readonly DatabaseAddress Main = new(Any.Location, "shop-db", IsCluster: false);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Fact]
    public void The_newest_are_kept_and_what_something_needs_beside_them()
    {
        KeptSnapshot[] snapshots = [Snapshot("good", 1), Snapshot("old", 2), Snapshot("failed", 3, SnapshotStatus.Failed), Snapshot("young", 4), Snapshot("making", 5, SnapshotStatus.Creating), Snapshot("newest", 6)];

        Assert.Equal(
            [
                new("slipway-good", true, "its release is the last known good of api"), new("slipway-old", false, "2 newer ones are kept, and nothing needs it"), new("slipway-failed", false, "it failed"),
                new("slipway-young", true, "it is one of the newest 2"), new("slipway-making", true, "it is being made"), new("slipway-newest", true, "it is one of the newest 2"),
            ],
            RetentionRule.Decide(new(Shop, Production, snapshots, new Dictionary<string, string> { ["good"] = "its release is the last known good of api" }, 2)));
    }

    [Theory]
    [InlineData(KeptSnapshot.ReleaseTag)]
    [InlineData(KeptSnapshot.SystemTag)]
    [InlineData(KeptSnapshot.EnvironmentTag)]
    public void What_Slipway_did_not_make_for_this_environment_is_not_even_decided_on(string tag)
    {
        var snapshot = Snapshot("a", 1);
        var other = snapshot with { Tags = snapshot.Tags.Where(own => own.Key != tag).ToDictionary() };
        Assert.Empty(RetentionRule.Decide(new(Shop, Production, [other], Nothing, 0)));
    }

    [Theory]
    [InlineData(KeptSnapshot.SystemTag)]
    [InlineData(KeptSnapshot.EnvironmentTag)]
    public void What_was_made_for_another_system_or_environment_is_left_to_that_one(string tag)
    {
        var snapshot = Snapshot("a", 1);
        Assert.Empty(RetentionRule.Decide(new(Shop, Production, [snapshot with { Tags = snapshot.Tags.ToDictionary(own => own.Key, own => own.Key == tag ? "another" : own.Value) }], Nothing, 0)));
    }

    /// <summary>The incident that this prevents: the snapshot to which the last known good would have returned was tidied away.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_snapshots_there_are_no_foreign_and_no_needed_one_goes_and_of_the_others_at_most_so_many_stay(int seed)
    {
        var chance = new Random(seed);
        var snapshots = Enumerable.Range(0, chance.Next(40)).Select(number => chance.Next(4) switch
        {
            0 => Snapshot($"r{number}", chance.Next(1000)) with { Tags = new Dictionary<string, string> { ["owner"] = "ops" } },
            1 => Snapshot($"r{number}", chance.Next(1000), environment: "staging"),
            _ => Snapshot($"r{number}", chance.Next(1000), (SnapshotStatus)(2 + chance.Next(3))),
        }).ToList();
        var needed = Enumerable.Range(0, 40).Where(_ => chance.Next(5) == 0).ToDictionary(number => $"r{number}", _ => "needed");
        var keep = chance.Next(6);

        var decided = RetentionRule.Decide(new(Shop, Production, snapshots, needed, keep));

        var gone = snapshots.Where(snapshot => decided.Any(one => one.Id == snapshot.Id && !one.IsKept)).ToList();
        Assert.All(gone, snapshot => Assert.True(snapshot.IsOurs && snapshot.Tags[KeptSnapshot.EnvironmentTag] == "production" && !needed.ContainsKey(snapshot.Tags[KeptSnapshot.ReleaseTag])));
        var others = snapshots.Where(snapshot => decided.Any(one => one.Id == snapshot.Id && one.IsKept) && snapshot.Status == SnapshotStatus.Available && !needed.ContainsKey(snapshot.Tags[KeptSnapshot.ReleaseTag])).ToList();
        Assert.True(others.Count <= keep);
        Assert.DoesNotContain(gone, snapshot => snapshot.Status == SnapshotStatus.Available && others.Any(other => other.CreatedAt < snapshot.CreatedAt));
    }

    private static IReadOnlyDictionary<string, string> Nothing => new Dictionary<string, string>();

    private static KeptSnapshot Snapshot(string release, int minute, SnapshotStatus status = SnapshotStatus.Available, string environment = "production") => new(
        $"slipway-{release}", Main, status, Any.Time.AddMinutes(minute), true,
        new Dictionary<string, string> { [KeptSnapshot.ReleaseTag] = release, [KeptSnapshot.SystemTag] = "shop", [KeptSnapshot.EnvironmentTag] = environment });
}
