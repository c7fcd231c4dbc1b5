namespace Slipway.Domain.Restraints;

/// <summary>Remembers quarantines, holds and freezes.</summary>
public interface IRestraints
{
    /// <summary>The restraint of a scope; null when there is none. One that has expired may still be answered: <see cref="Restraint.IsInForce"/> tells.</summary>
    Task<Restraint?> FindAsync(RestraintKind kind, string scope, CancellationToken cancellationToken);

    /// <summary>Every restraint of a kind, by scope; those that have expired may be among them.</summary>
    Task<IReadOnlyList<Restraint>> ListAsync(RestraintKind kind, CancellationToken cancellationToken);

    /// <summary>Puts a restraint in force, in place of one of the same kind and scope.</summary>
    Task PutAsync(Restraint restraint, CancellationToken cancellationToken);

    /// <summary>Ends a restraint; nothing happens when there is none.</summary>
    Task LiftAsync(RestraintKind kind, string scope, CancellationToken cancellationToken);
}
