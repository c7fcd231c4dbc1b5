using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Records;

/// <summary>
/// The releases. With its first version a release gets its places in its environment and under the digest of each image, in one transaction:
/// whoever lists finds what was saved before, without the delay of an index. A place in an environment is forgotten 30 days after
/// its release ended, so that a listing reads what can still matter however long Slipway runs: longer than a push waits in any
/// queue. What serves is listed as long as it serves.
/// </summary>
public sealed class DynamoReleases(DynamoTable table, TimeProvider clock) : IReleases
{
    private static readonly TimeSpan ListedAfterEnd = TimeSpan.FromDays(30);

    public async Task<Release?> FindAsync(ReleaseId id, CancellationToken cancellationToken) =>
        (await table.FindAsync($"release {id}", RecordKey.Of(id), cancellationToken))?.Read($"release {id}", DomainJson.Default.Release);

    public async Task<Release> SaveAsync(Release release, CancellationToken cancellationToken)
    {
        var next = release with { Version = release.Version + 1, Error = null };
        await table.SaveAsync($"release {next.Id}", RecordKey.Of(next.Id), next, DomainJson.Default.Release, next.Version, expires: null, Places(next), cancellationToken);
        return next;
    }

    public async Task<IReadOnlyList<Release>> ListAsync(SystemName system, EnvironmentName environment, CancellationToken cancellationToken) =>
        [.. (await ReadAsync($"releases of {system} in {environment}", RecordKey.Environment(system, environment), cancellationToken))
            .OrderByDescending(release => release.Push.PushedAt)
            .ThenByDescending(release => release.Id.Value, StringComparer.Ordinal)];

    public async Task<IReadOnlyList<Release>> ListAsync(Digest digest, CancellationToken cancellationToken) =>
        [.. (await ReadAsync($"releases of {digest}", RecordKey.Digest(digest), cancellationToken))
            .OrderBy(release => release.Stages[0].At)
            .ThenBy(release => release.Id.Value, StringComparer.Ordinal)];

    /// <summary>The releases whose ids stand in a partition: places of releases, and last known goods, which name theirs too.</summary>
    private async Task<IEnumerable<Release>> ReadAsync(string what, string partition, CancellationToken cancellationToken)
    {
        var places = await table.ListAsync(what, partition, Item.ReleaseId, clock.GetUtcNow(), cancellationToken);
        var keys = places.Select(place => place.Text(Item.ReleaseId)).OfType<string>().Distinct().Select(id => RecordKey.Of(new ReleaseId(id)));
        return (await table.FindAllAsync(what, keys, clock, cancellationToken)).Select(item => item.Read(what, DomainJson.Default.Release));
    }

    /// <summary>Which places are written with it: all with the first version, and that in its environment whenever it may end or begin again.</summary>
    private IReadOnlyList<Item> Places(Release next) =>
        next.Version == 1 ? [InEnvironment(next), .. next.Push.Images.Select(image => Place(RecordKey.UnderDigest(image.Digest, next), next.Id))]
        : next.Status.IsFinal() || next.BeginsAgain() ? [InEnvironment(next)]
        : [];

    private Item InEnvironment(Release release) =>
        Place(RecordKey.InEnvironment(release), release.Id, release.Status.IsFinal() ? clock.GetUtcNow() + ListedAfterEnd : null);

    private static Item Place(RecordKey key, ReleaseId id, DateTimeOffset? expires = null) =>
        new(key, expires) { Attributes = { [Item.ReleaseId] = new(id.Value) } };
}
