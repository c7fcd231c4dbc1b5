namespace Slipway.Domain.Images;

/// <summary>How far the sweep has compared a repository with the record. What was pushed before it <paramref name="Began"/> was there before Slipway, and is none of its business.</summary>
public sealed record SweepMark(string Registry, string Repository, DateTimeOffset Began, DateTimeOffset Until)
{
    /// <summary>How often the record was written: what conditional writes compare.</summary>
    public long Version { get; init; }
}

/// <summary>Remembers how far the sweep has come.</summary>
public interface ISweeps
{
    /// <summary>The mark of a repository; null before its first sweep.</summary>
    Task<SweepMark?> FindAsync(string registry, string repository, CancellationToken cancellationToken);

    /// <summary>Writes the mark if nobody wrote it since it was read (<see cref="ConflictException"/> otherwise).</summary>
    Task SaveAsync(SweepMark mark, CancellationToken cancellationToken);
}
