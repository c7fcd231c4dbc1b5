using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using static Slipway.Domain.Releases.VerdictKind;

namespace Slipway.Tests.Shared.Domain.Rollouts;

public sealed class MigrationRuleTests
{
    [Theory]
    [InlineData(JobStatus.Succeeded, 99999, Pass, "The job first succeeded. The job second succeeded.")]
    [InlineData(JobStatus.Failed, 0, Refuse, "The job second failed: relation \"users\" does not exist")]
    [InlineData(JobStatus.Missing, 0, Refuse, "The job second is gone from the cluster before it ended.")]
    [InlineData(JobStatus.Running, 899, Wait, "The job second runs for 14 min 59 s.")]
    [InlineData(JobStatus.Running, 900, Refuse, "The job second runs for 15 min; at most 15 min are allowed.")]
    public void The_rollout_begins_when_every_migration_succeeded(JobStatus status, int since, VerdictKind kind, string reason) =>
        Assert.Equal(new Answer(kind, reason), MigrationRule.Decide(new([Job("first", JobStatus.Succeeded, 60), Job("second", status, since)])));

    [Fact]
    public void One_that_failed_counts_more_than_one_that_still_runs() =>
        Assert.Equal(Refuse, MigrationRule.Decide(new([Job("first", JobStatus.Running, 1), Job("second", JobStatus.Failed, 1)])).Kind);

    [Fact]
    public void One_that_still_runs_counts_more_than_one_that_succeeded() =>
        Assert.Equal(Wait, MigrationRule.Decide(new([Job("first", JobStatus.Running, 1), Job("second", JobStatus.Succeeded, 1)])).Kind);

    [Fact]
    public void Where_there_is_none_nothing_is_waited_for() => Assert.Equal(Answer.Pass("Nothing to migrate."), MigrationRule.Decide(new([])));

    private static JobProgress Job(string name, JobStatus status, int since) =>
        new(name, new(status, "migrating\nrelation \"users\" does not exist\n"), Any.Seconds(since), TimeSpan.FromMinutes(15));
}
