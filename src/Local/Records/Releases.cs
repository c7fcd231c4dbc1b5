using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Local.Records;

/// <summary>The releases of the account, written on the condition of their version.</summary>
public sealed class Releases(Journal journal) : IReleases
{
    private readonly Dictionary<ReleaseId, Release> _byId = [];
    private readonly Dictionary<(SystemName System, EnvironmentName Environment), List<ReleaseId>> _byEnvironment = [];
    private readonly Dictionary<Digest, List<ReleaseId>> _byDigest = [];
    private readonly List<ReleaseId> _order = [];

    /// <summary>Told of every release as it is saved, for those who watch what becomes of it.</summary>
    public Action<Release>? Saved { get; set; }

    /// <summary>Every release, in the order in which they were opened.</summary>
    public IReadOnlyList<Release> All => [.. _order.Select(id => _byId[id])];

    public Release? Find(ReleaseId id) => _byId.GetValueOrDefault(id);

    public Task<Release?> FindAsync(ReleaseId id, CancellationToken cancellationToken) => Task.FromResult(Find(id));

    public Task<Release> SaveAsync(Release release, CancellationToken cancellationToken)
    {
        Versions.Check($"release {release.Id}", release.Version, _byId.GetValueOrDefault(release.Id)?.Version ?? 0);
        var next = release with { Version = release.Version + 1, Error = null };
        journal.Write(Kinds.Release, next, DomainJson.Default.Release);
        Keep(next);
        Saved?.Invoke(next);
        return Task.FromResult(next);
    }

    public Task<IReadOnlyList<Release>> ListAsync(SystemName system, EnvironmentName environment, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Release>>([.. Of(_byEnvironment.GetValueOrDefault((system, environment)))
            .OrderByDescending(release => release.Push.PushedAt)
            .ThenByDescending(release => release.Id.Value, StringComparer.Ordinal)]);

    public Task<IReadOnlyList<Release>> ListAsync(Digest digest, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Release>>([.. Of(_byDigest.GetValueOrDefault(digest))]);

    internal void Keep(Release release)
    {
        if (!_byId.ContainsKey(release.Id))
        {
            _order.Add(release.Id);
            Index(_byEnvironment, (release.System, release.Environment), release.Id);
            foreach (var image in release.Push.Images)
            {
                Index(_byDigest, image.Digest, release.Id);
            }
        }

        _byId[release.Id] = release;
    }

    private IEnumerable<Release> Of(List<ReleaseId>? ids) => ids?.Select(id => _byId[id]) ?? [];

    private static void Index<TKey>(Dictionary<TKey, List<ReleaseId>> index, TKey key, ReleaseId id)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out var ids))
        {
            index[key] = ids = [];
        }

        ids.Add(id);
    }
}
