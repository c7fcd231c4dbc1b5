using Slipway.Domain;
using Slipway.Domain.Images;

namespace Slipway.Local.Records;

/// <summary>How far the sweep of the account has come.</summary>
public sealed class Sweeps(Journal journal) : ISweeps
{
    private readonly VersionedRecords<SweepMark> _marks = new(journal, Kinds.Sweep, DomainJson.Default.SweepMark, Kinds.KeyOf, mark => mark.Version);

    public Task<SweepMark?> FindAsync(string registry, string repository, CancellationToken cancellationToken) => Task.FromResult(_marks.Find($"{registry}/{repository}"));

    public Task SaveAsync(SweepMark mark, CancellationToken cancellationToken)
    {
        _marks.Save($"sweep of {mark.Repository}", mark with { Version = mark.Version + 1 });
        return Task.CompletedTask;
    }

    internal void Keep(SweepMark mark) => _marks.Keep(mark);
}
