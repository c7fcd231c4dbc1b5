using Slipway.Domain;
using Slipway.Domain.Snapshots;
using Slipway.Local.Account;

namespace Slipway.Tests.Local.Account;

public sealed class DatabaseTests
{
    private static readonly DatabaseAddress Main = new(Shop.Location, "shop-production-db", IsCluster: false);
    private static readonly Dictionary<string, string> Tags = new() { ["release"] = "r1" };

    [Fact]
    public async Task A_snapshot_of_a_hundred_gibibytes_takes_about_six_minutes_and_keeps_its_tags()
    {
        var run = new AccountRun();
        await Create(run, "s1");
        await Create(run, "s1");

        var last = 0;
        for (var minute = 0; minute < 4; minute++)
        {
            run.Pass(TimeSpan.FromMinutes(1));
            var (status, percent) = await Read(run, "s1");
            Assert.Equal(SnapshotStatus.Creating, status);
            Assert.InRange(percent, last + 1, 99);
            last = percent;
        }

        run.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal((SnapshotStatus.Available, 100), await Read(run, "s1"));
        Assert.Equal("r1", run.Account.Databases.TagsOf("s1")["release"]);
        Assert.NotNull(Assert.Single(run.Account.Databases.Snapshots).AvailableAt);
    }

    [Theory]
    [InlineData(SnapshotFault.Fails, SnapshotStatus.Failed, 60)]
    [InlineData(SnapshotFault.Hangs, SnapshotStatus.Creating, 40)]
    public async Task A_fault_befalls_the_next_snapshot_alone_and_a_database_makes_one_at_a_time(SnapshotFault fault, SnapshotStatus status, int percent)
    {
        var run = new AccountRun();
        run.Account.Databases.NextFault = fault;
        Assert.True(await Create(run, "s1"));
        Assert.False(await Create(run, "s2"));
        run.Pass(TimeSpan.FromHours(1));
        Assert.Equal(fault == SnapshotFault.Fails, await Create(run, "s2"));
        run.Pass(TimeSpan.FromHours(1));

        Assert.Equal((status, percent), await Read(run, "s1"));
        Assert.Equal(fault == SnapshotFault.Fails ? (SnapshotStatus.Available, 100) : (SnapshotStatus.Missing, 0), await Read(run, "s2"));
        Assert.Equal((SnapshotStatus.Missing, 0), await Read(run, "s3"));
    }

    [Fact]
    public async Task An_unknown_database_is_refused_with_what_there_is()
    {
        var run = new AccountRun();
        var refused = await Assert.ThrowsAsync<RejectedException>(() => run.Account.Databases.CreateSnapshotAsync(Main with { Identifier = "main" }, "s1", Tags, AccountRun.Token));
        Assert.Contains("shop-production-db, shop-staging-db", refused.Message);
    }

    private static Task<bool> Create(AccountRun run, string id) => run.Account.Databases.CreateSnapshotAsync(Main, id, Tags, AccountRun.Token);

    private static Task<(SnapshotStatus, int)> Read(AccountRun run, string id) => run.Account.Databases.ReadSnapshotAsync(Main, id, AccountRun.Token);
}
