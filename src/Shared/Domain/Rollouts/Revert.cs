namespace Slipway.Domain.Rollouts;

/// <summary>The job that takes a reversible migration back, should the release fail: planned with the migration, so that the way back needs no manifest.</summary>
public sealed record Revert(string Job, JobAddress Address, IReadOnlyList<string> Run, TimeSpan Timeout)
{
    /// <summary>The repository whose image it runs; null where the release has one image.</summary>
    public string? Repository { get; init; }

    /// <summary>When it was started; null until the previous code serves again.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How it ended; null until then.</summary>
    public JobStatus? Outcome { get; init; }

    /// <summary>The end of what it wrote.</summary>
    public string Log { get; init; } = "";
}
