using Slipway.Domain.Gates;
using Slipway.Domain.Metrics;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Capacity;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Snapshots;

/// <summary>Reads how the databases stand that a release snapshots or migrates: their figures in one call.</summary>
public sealed class Preflights(IMetrics metrics, IDatabaseChanges databases, ILastKnownGood lastKnownGood)
{
    /// <summary>CloudWatch has the points of RDS a few minutes late.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);

    public async Task<PreflightInputs> ReadAsync(Release release, EnvironmentManifest environment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var asked = new List<(Database Database, string? Status, IReadOnlyList<PreflightQuestion> Questions)>();
        var previous = await lastKnownGood.FindAsync(release.System, release.Environment, release.Services[0].Service, cancellationToken);
        var jobs = MigrationPlan.Jobs(release, environment);
        foreach (var database in environment.Databases.Where(database => SnapshotRule.IsAskedFor(database.SnapshotBeforeDeploy, previous?.Tag, release.Push.Tag) || jobs.Any(job => job.Name == database.MigrationJob)))
        {
            var address = DatabaseAddress.Of(environment, database);
            var state = await databases.ReadAsync(address, cancellationToken);
            asked.Add((database, state?.Status, PreflightQuestion.Of(address, database, state?.StorageGiB)));
        }

        var queries = asked.SelectMany(one => one.Questions).SelectMany(question => question.Queries).ToList();
        var points = queries.Count == 0 ? [] : await metrics.ReadAsync(environment.Location, queries, now - Recent, now, cancellationToken);
        var next = 0;
        var conditions = new List<DatabaseCondition>();
        foreach (var (database, status, questions) in asked)
        {
            var figures = new List<DatabaseFigure>();
            foreach (var question in questions)
            {
                figures.Add(question.Answer(points.Skip(next).Take(question.Queries.Count)));
                next += question.Queries.Count;
            }

            conditions.Add(new(database.Identifier, status, database.BackupHours?.Left(now), figures));
        }

        return new(conditions) { Pools = PoolDemand.Excesses(environment) };
    }
}
