using Slipway.Domain.Restraints;

namespace Slipway.Local.Records;

/// <summary>What became of a restraint: put in force, or lifted when there is none any more.</summary>
public sealed record RestraintEntry(RestraintKind Kind, string Scope, Restraint? Restraint);

/// <summary>Quarantines, holds and freezes of the account.</summary>
public sealed class Restraints(Journal journal) : IRestraints
{
    private readonly SortedDictionary<string, Restraint> _byScope = new(StringComparer.Ordinal);

    /// <summary>Every restraint that was not lifted.</summary>
    public IReadOnlyList<Restraint> All => [.. _byScope.Values];

    public Task<Restraint?> FindAsync(RestraintKind kind, string scope, CancellationToken cancellationToken) =>
        Task.FromResult(_byScope.GetValueOrDefault(Kinds.KeyOf(new RestraintEntry(kind, scope, null))));

    public Task<IReadOnlyList<Restraint>> ListAsync(RestraintKind kind, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Restraint>>([.. _byScope.Values.Where(restraint => restraint.Kind == kind)]);

    public Task PutAsync(Restraint restraint, CancellationToken cancellationToken) => Write(new(restraint.Kind, restraint.Scope, restraint));

    public Task LiftAsync(RestraintKind kind, string scope, CancellationToken cancellationToken) => Write(new(kind, scope, null));

    internal void Keep(RestraintEntry entry)
    {
        _byScope.Remove(Kinds.KeyOf(entry));
        if (entry.Restraint is { } restraint)
        {
            _byScope[Kinds.KeyOf(entry)] = restraint;
        }
    }

    private Task Write(RestraintEntry entry)
    {
        journal.Write(Kinds.Restraint, entry, RecordsJson.Default.RestraintEntry);
        Keep(entry);
        return Task.CompletedTask;
    }
}
