using System.Text.Json.Serialization;
using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Interventions;

[JsonConverter(typeof(CamelCase<InterventionKind>))]
public enum InterventionKind
{
    Freeze,
    Unfreeze,
    Hold,
    Unhold,
    Quarantine,
    Lift,

    /// <summary>Lets the replicas of a service be as many as they are.</summary>
    Pause,
    Resume,

    /// <summary>Sends an image into an environment: again after an end, or past gates.</summary>
    Promote,

    /// <summary>Lets a release go on that waits for people.</summary>
    Approve,

    /// <summary>Ends a release that waits for people.</summary>
    Reject,

    /// <summary>Turns what serves back to what was last good before it.</summary>
    RollBack,

    /// <summary>Verifies again what a release brought and what still runs.</summary>
    Retry,
}

[JsonConverter(typeof(CamelCase<InterventionOutcome>))]
public enum InterventionOutcome
{
    Done,

    /// <summary>Nothing was changed: the answer says why, and what to ask for instead.</summary>
    Refused,
}

/// <summary>An image as people name it; with a digest, the tag is only how it is shown.</summary>
public sealed record ImageName(string Repository, string? Tag, Digest? Digest)
{
    public override string ToString() => Digest is { } digest ? $"{Repository}@{digest}" : $"{Repository}:{Tag}";
}

/// <summary>What a person asked of Slipway, from where and why, and what became of it: every decision of people is kept like this.</summary>
/// <param name="Id">Made by the caller: asked twice under one id, it is done once.</param>
/// <param name="By">Who asks.</param>
public sealed record Intervention(string Id, InterventionKind Kind, string By, string Reason)
{
    public SystemName? System { get; init; }

    public EnvironmentName? Environment { get; init; }

    public ServiceName? Service { get; init; }

    public Digest? Digest { get; init; }

    /// <summary>What a promotion sends, by tag or digest.</summary>
    public ImageName? Image { get; init; }

    public ReleaseId? Release { get; init; }

    /// <summary>Of a rollback the earlier release to whose images it returns; null for what was last good before.</summary>
    public ReleaseId? To { get; init; }

    /// <summary>Whether a rollback brings the configuration back, too, with which that was verified; null for the image alone.</summary>
    public bool? Configuration { get; init; }

    /// <summary>The gates that a promotion goes past.</summary>
    public IReadOnlyList<WaivedGate> Waives { get; init; } = [];

    /// <summary>When what it puts in force ends by itself.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>True of a freeze that says that its environment is in maintenance; null otherwise.</summary>
    public bool? IsMaintenance { get; init; }

    /// <summary>Of a pause of scaling the only direction that it stops; null for both.</summary>
    public Restraints.ScalingWay? Only { get; init; }

    /// <summary>How it came: cli, page or slack.</summary>
    public string? Via { get; init; }

    /// <summary>The machine or address that it came from.</summary>
    public string? From { get; init; }

    /// <summary>When it was dealt with; null until then.</summary>
    public DateTimeOffset? At { get; init; }

    public InterventionOutcome? Outcome { get; init; }

    /// <summary>What became of it, in one sentence.</summary>
    public string? Answer { get; init; }

    public Intervention Done(string answer, DateTimeOffset at) => this with { Outcome = InterventionOutcome.Done, Answer = answer, At = at };

    public Intervention Refused(string answer, DateTimeOffset at) => this with { Outcome = InterventionOutcome.Refused, Answer = answer, At = at };
}

/// <summary>Remembers what people asked for.</summary>
public interface IInterventions
{
    Task<Intervention?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Keeps it; the first one of an id stays.</summary>
    Task SaveAsync(Intervention intervention, CancellationToken cancellationToken);
}
