namespace Slipway.Domain.Gates;

/// <summary>A limit of a figure, in seconds or percent. Where the manifest asks for it, a figure that is missing is no good news.</summary>
public sealed record PreflightLimit(double Value, bool IsAsked);

/// <summary>In what state a database must be before a release begins.</summary>
/// <param name="ReplicaLag">In seconds, at most.</param>
/// <param name="FreeStorage">In percent of its storage, at least.</param>
/// <param name="Connections">In percent of what it takes, at most.</param>
/// <param name="LongTransactions">In seconds, at most; null where nobody asks.</param>
public sealed record PreflightPolicy(PreflightLimit ReplicaLag, PreflightLimit FreeStorage, PreflightLimit Connections, PreflightLimit? LongTransactions)
{
    /// <summary>What holds where a manifest says nothing.</summary>
    public static PreflightPolicy Standard { get; } = new(new(30, false), new(10, false), new(80, false), null);

    /// <summary>The identifiers of the read replicas whose lag counts; the database's own where none is named.</summary>
    public IReadOnlyList<string> Replicas { get; init; } = [];
}
