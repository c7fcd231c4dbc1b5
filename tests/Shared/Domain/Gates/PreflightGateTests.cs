using Slipway.Domain.Gates;
using Slipway.Domain.Releases;
using Slipway.Domain.Snapshots;
using static Slipway.Domain.Releases.VerdictKind;

namespace Slipway.Tests.Shared.Domain.Gates;

public sealed class PreflightGateTests
{
    private const double GiB = 1L << 30;

    [Theory]
    [InlineData(12.0, 62.0, 18.0, Pass, "shop-db: replica lag 12 s, free storage 62 %, connections 18 %.")]
    [InlineData(30.0, 10.0, 80.0, Pass, "shop-db: replica lag 30 s, free storage 10 %, connections 80 %.")]
    [InlineData(30.5, 62.0, 18.0, Refuse, "shop-db: replica lag is 30.5 s; at most 30 s are allowed.")]
    [InlineData(12.0, 9.9, 18.0, Refuse, "shop-db: free storage is 9.9 %; at least 10 % must be left.")]
    [InlineData(12.0, 62.0, 81.0, Refuse, "shop-db: connections is 81 %; at most 80 % are allowed.")]
    [InlineData(null, 62.0, null, Pass, "shop-db: no figure for replica lag, free storage 62 %, no figure for connections.")]
    public void A_figure_beyond_its_limit_refuses_and_what_nobody_asked_for_may_be_missing(double? lag, double? storage, double? connections, VerdictKind kind, string reason) =>
        Assert.Equal(new Answer(kind, reason), PreflightGate.Decide(new([Condition(lag, storage, connections)])));

    [Fact]
    public void A_figure_that_the_manifest_asks_for_does_not_pass_when_it_is_missing() => Assert.Equal(
        Answer.Refuse("shop-db: CloudWatch has no figure for replica lag, which the manifest asks for: what is not known does not pass."),
        PreflightGate.Decide(new([Condition(null, 62, 18, isAsked: true)])));

    [Theory]
    [InlineData("available", null, Pass, null)]
    [InlineData("storage-optimization", null, Pass, null)]
    [InlineData("backing-up", null, Wait, "shop-db is backing-up.")]
    [InlineData("modifying", null, Wait, "shop-db is modifying.")]
    [InlineData("available", 20, Wait, "The automated backup of shop-db may run for another 20 min.")]
    [InlineData(null, null, Refuse, "There is no database 'shop-db': check the identifier, the engine and the region in the manifest.")]
    public void A_database_that_is_busy_is_waited_for(string? status, int? backupMinutes, VerdictKind kind, string? reason)
    {
        var answer = PreflightGate.Decide(new([Condition(1, 50, 10) with { Status = status, BackupLeft = backupMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null }]));
        Assert.Equal((kind, reason ?? answer.Reason), (answer.Kind, answer.Reason));
    }

    [Fact]
    public void A_refusal_counts_more_than_a_wait_and_without_databases_nothing_is_asked()
    {
        Assert.Equal(Refuse, PreflightGate.Decide(new([Condition(1, 50, 10) with { Status = "backing-up" }, Condition(99, 50, 10)])).Kind);
        Assert.Equal(Answer.Unasked("No database is touched here."), PreflightGate.Decide(new([])));
    }

    [Fact]
    public void An_instance_is_asked_by_its_replicas_and_its_storage_and_a_cluster_by_itself()
    {
        var database = new Database { Name = "main", Identifier = "shop-db", Engine = "postgres", MaxConnections = 200, Preflight = PreflightPolicy.Standard with { Replicas = ["r1", "r2"], LongTransactions = new(600, true) } };
        var instance = PreflightQuestion.Of(new(Any.Location, "shop-db", false), database, 100);

        Assert.Equal(["replica lag", "free storage", "connections", "oldest transaction"], instance.Select(question => question.Name));
        Assert.Equal(["r1", "r2"], instance[0].Queries.Select(query => query.Metric.Dimensions[0].Value));
        Assert.Equal(7, instance[0].Answer([[new(Any.Time, 3)], [new(Any.Time, 99), new(Any.Time, 7)]]).Value);
        Assert.Equal(25, instance[1].Answer([[new(Any.Time, 25 * GiB)]]).Value);
        Assert.Equal(50, instance[2].Answer([[new(Any.Time, 100)]]).Value);
        Assert.Null(instance[3].Answer([[]]).Value);
        Assert.Equal(
            ["AuroraReplicaLagMaximum", "DatabaseConnections", "OldestTransaction"],
            PreflightQuestion.Of(new(Any.Location, "shop-db", true), database, null).SelectMany(question => question.Queries).Select(query => query.Metric.Name));
        Assert.All(PreflightQuestion.Of(new(Any.Location, "shop-db", true), database, null), question => Assert.Equal("DBClusterIdentifier", question.Queries[0].Metric.Dimensions[0].Name));
    }

    [Theory]
    [InlineData("03:00-04:00", "02:59", null)]
    [InlineData("03:00-04:00", "03:40", 20)]
    [InlineData("03:00-04:00", "04:00", null)]
    [InlineData("23:30-00:30", "00:10", 20)]
    [InlineData("23:30-00:30", "12:00", null)]
    public void The_hours_of_backups_may_pass_midnight(string hours, string time, int? left) =>
        Assert.Equal(left is { } minutes ? TimeSpan.FromMinutes(minutes) : null, DailyHours.TryParse(hours)!.Left(new(new DateOnly(2026, 1, 5), TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero)));

    private static DatabaseCondition Condition(double? lag, double? storage, double? connections, bool isAsked = false) => new(
        "shop-db",
        "available",
        null,
        [new("replica lag", "s", lag, new(30, isAsked), false), new("free storage", "%", storage, new(10, isAsked), true), new("connections", "%", connections, new(80, isAsked), false)]);
}
