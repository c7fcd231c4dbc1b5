using Slipway.Domain;
using Slipway.Domain.Images;

namespace Slipway.Local.Records;

/// <summary>How far the sweep of the account has come, written on the condition of its version.</summary>
public sealed class Sweeps(Journal journal) : ISweeps
{
    private readonly Dictionary<string, SweepMark> _byKey = new(StringComparer.Ordinal);

    public Task<SweepMark?> FindAsync(string registry, string repository, CancellationToken cancellationToken) => Task.FromResult(_byKey.GetValueOrDefault($"{registry}/{repository}"));

    public Task SaveAsync(SweepMark mark, CancellationToken cancellationToken)
    {
        Versions.Check($"sweep of {mark.Repository}", mark.Version, _byKey.GetValueOrDefault(Kinds.KeyOf(mark))?.Version ?? 0);
        var next = mark with { Version = mark.Version + 1 };
        journal.Write(Kinds.Sweep, next, DomainJson.Default.SweepMark);
        Keep(next);
        return Task.CompletedTask;
    }

    internal void Keep(SweepMark mark) => _byKey[Kinds.KeyOf(mark)] = mark;
}
