using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Local.Records;

/// <summary>The last verified image of every service of the account.</summary>
public sealed class LastKnownGoods(Journal journal) : ILastKnownGood
{
    private readonly Dictionary<string, LastKnownGood> _byKey = new(StringComparer.Ordinal);

    /// <summary>Every last known good, by name.</summary>
    public IReadOnlyList<LastKnownGood> All => [.. _byKey.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)];

    public Task<LastKnownGood?> FindAsync(SystemName system, EnvironmentName environment, ServiceName service, CancellationToken cancellationToken) =>
        Task.FromResult(_byKey.GetValueOrDefault($"{system}/{environment}/{service}"));

    public Task SaveAsync(LastKnownGood good, CancellationToken cancellationToken)
    {
        journal.Write(Kinds.Good, good, DomainJson.Default.LastKnownGood);
        Keep(good);
        return Task.CompletedTask;
    }

    internal void Keep(LastKnownGood good) => _byKey[Kinds.KeyOf(good)] = good;
}
