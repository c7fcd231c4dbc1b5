using Slipway.Domain;
using Slipway.Domain.Images;

namespace Slipway.Aws.Records;

/// <summary>How far the sweep has come in each repository; one that is not swept for 400 days any more begins anew.</summary>
public sealed class DynamoSweeps(DynamoTable table, TimeProvider clock) : ISweeps
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    public async Task<SweepMark?> FindAsync(string registry, string repository, CancellationToken cancellationToken) =>
        (await table.FindAsync(What(repository), RecordKey.OfSweep(registry, repository), cancellationToken))?.Read(What(repository), DomainJson.Default.SweepMark);

    public Task SaveAsync(SweepMark mark, CancellationToken cancellationToken)
    {
        var next = mark with { Version = mark.Version + 1 };
        var key = RecordKey.OfSweep(mark.Registry, mark.Repository);
        return table.SaveAsync(What(mark.Repository), key, next, DomainJson.Default.SweepMark, next.Version, clock.GetUtcNow() + Kept, [], cancellationToken);
    }

    private static string What(string repository) => $"sweep of {repository}";
}
