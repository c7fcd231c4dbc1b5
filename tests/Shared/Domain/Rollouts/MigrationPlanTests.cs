using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Tests.Shared.Domain.Rollouts;

public sealed class MigrationPlanTests
{
    private static readonly Job Migrate = new() { Name = "migrate", Repository = "shop-api", Run = ["migrate"] };
    private static readonly Job Down = new() { Name = "migrate-down", Repository = "shop-api", Run = ["migrate", "down"] };

    /// <summary>The incident that this prevents: a migration that ran twice because its release was tried twice.</summary>
    [Theory]
    [InlineData(null, false, "migrate-shop-api-production-aaaaaaaaaaaa", null)]
    [InlineData(JobStatus.Succeeded, false, "migrate-earlier", "earlier")]
    [InlineData(JobStatus.Running, false, "migrate-earlier", "earlier")]
    [InlineData(JobStatus.Failed, false, "migrate-shop-api-production-aaaaaaaaaaaa-2", null)]
    [InlineData(JobStatus.Missing, false, "migrate-shop-api-production-aaaaaaaaaaaa-2", null)]
    [InlineData(JobStatus.Succeeded, true, "migrate-shop-api-production-aaaaaaaaaaaa-2", null)]
    public void A_migration_runs_once_for_each_digest_and_environment(JobStatus? before, bool wasReverted, string name, string? takenFrom)
    {
        var earlier = before is { } status ? new[] { new EarlierRun(new("earlier"), new("migrate", new(Any.Change().Workload, "migrate-earlier"), TimeSpan.FromMinutes(5), Any.Time), new(status, "log"), wasReverted) } : [];

        var run = MigrationPlan.Of(Second(), Migrate, earlier, serves: false, Any.Time.AddHours(1));

        Assert.Equal((name, takenFrom), (run.Address.Name, run.TakenFrom?.Value));
        Assert.Equal(takenFrom is not null && before == JobStatus.Succeeded ? (JobStatus.Succeeded, "log") : (null, ""), (run.Outcome, run.Log));
    }

    [Theory]
    [InlineData(null, Reversibility.Reversible, Reversibility.Reversible)]
    [InlineData(Reversibility.Irreversible, Reversibility.Reversible, Reversibility.Irreversible)]
    [InlineData(Reversibility.Reversible, Reversibility.Irreversible, Reversibility.Reversible)]
    public void The_images_own_word_counts_before_the_manifests(Reversibility? declared, Reversibility manifest, Reversibility counts) =>
        Assert.Equal(counts, MigrationPlan.ReversibilityOf([Migrate], Environment(manifest), declared is { } said ? new Dictionary<string, Reversibility> { ["shop-api"] = said } : []));

    [Fact]
    public void Of_several_databases_the_gravest_counts_and_those_of_other_images_do_not()
    {
        var environment = Environment(Reversibility.Reversible);
        var other = environment.Databases[0] with { Name = "other", Reversibility = Reversibility.Irreversible };

        Assert.Equal(Reversibility.Irreversible, Gravest(environment with { Databases = [.. environment.Databases, other] }));
        Assert.Equal(Reversibility.Reversible, Gravest(environment with { Databases = [.. environment.Databases, other with { MigrationJob = "others" }] }));
    }

    private static Reversibility Gravest(EnvironmentManifest environment) =>
        MigrationPlan.ReversibilityOf(MigrationPlan.Jobs(Any.Release(), environment), environment, new Dictionary<string, Reversibility>());

    [Fact]
    public void What_takes_a_migration_back_is_planned_with_it_under_a_name_of_the_release()
    {
        var revert = Assert.Single(MigrationPlan.Reverts(Second(), Environment(Reversibility.Reversible), [MigrationPlan.Of(Second(), Migrate, [], serves: false, Any.Time)]));
        Assert.Equal(("migrate-down", "migrate-down-shop-api-production-aaaaaaaaaaaa-2"), (revert.Job, revert.Address.Name));
        Assert.Equal(["migrate", "down"], revert.Run);
    }

    [Fact]
    public void What_served_before_with_its_migration_keeps_it()
    {
        var earlier = new EarlierRun(new("earlier"), new("migrate", new(Any.Change().Workload, "migrate-earlier"), TimeSpan.FromMinutes(5), Any.Time), new(JobStatus.Succeeded, ""), WasReverted: false);
        var run = MigrationPlan.Of(Second(), Migrate, [earlier], serves: true, Any.Time);
        var release = Second() with { Migrations = [run], Reversibility = Reversibility.Irreversible };

        Assert.Empty(MigrationPlan.Reverts(release, Environment(Reversibility.Reversible), [run]));
        Assert.False(release.IsIrreversible());
        Assert.True((release with { Migrations = [run with { Stands = null }] }).IsIrreversible());
    }

    [Fact]
    public void Of_a_long_log_whole_lines_at_its_end_are_kept()
    {
        var tail = JobState.Tail(string.Concat(Enumerable.Range(1, 1000).Select(number => $"line {number}\n")));
        Assert.InRange(tail.Length, JobState.Kept - 20, JobState.Kept);
        Assert.StartsWith("line ", tail, StringComparison.Ordinal);
        Assert.EndsWith("line 1000\n", tail, StringComparison.Ordinal);
        Assert.Equal("short", JobState.Tail("short"));
    }

    private static Release Second() =>
        Release.Open(Any.System("shop"), Any.Environment("production"), [Any.Service()], Any.Push(), Any.Time, attempt: 2);

    private static EnvironmentManifest Environment(Reversibility reversibility) => Any.Environment("production") with
    {
        Jobs = [Migrate, Down],
        Databases = [new() { Name = "main", Identifier = "shop-db", Engine = "postgres", MigrationJob = "migrate", DownJob = "migrate-down", Reversibility = reversibility }],
    };
}
