using System.Text.Json.Serialization;
using Slipway.Domain.Executions;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Remediation;

[JsonConverter(typeof(CamelCase<IncidentStatus>))]
public enum IncidentStatus
{
    /// <summary>The alarm went off; nothing has been done yet.</summary>
    Open,

    /// <summary>A step was taken; the alarm is watched until it is quiet or the time is up.</summary>
    Watching,

    /// <summary>The alarm is quiet again.</summary>
    Resolved,

    /// <summary>Nothing helped within its time, or nothing could be done: a person has been told.</summary>
    Escalated,

    /// <summary>Nothing here knows the alarm, or its message could not be read: the reason says which.</summary>
    Ignored,
}

/// <summary>An alarm with what was done about it: the document of the remediation state machine and the record that remains.</summary>
public sealed record Incident
{
    /// <summary>How long a step may wait for its turn, and how long it may take to help.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public required string Id { get; init; }

    public required string AlarmName { get; init; }

    public required IncidentStatus Status { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public SystemName? System { get; init; }

    public EnvironmentName? Environment { get; init; }

    /// <summary>The step decided on; null until then.</summary>
    public RemediationStep? Step { get; init; }

    /// <summary>The release that the step rolls back.</summary>
    public ReleaseId? Release { get; init; }

    /// <summary>The replicas before the service was scaled out, so that a repeated step adds none.</summary>
    public int? ReplicasBefore { get; init; }

    /// <summary>The answer of the rule that was asked last: what the state machine branches on.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>Every answer but the repeated waits.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; init; } = [];

    public DateTimeOffset? ActedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What a state machine caught, for the handler that deals with it; never kept.</summary>
    public TaskError? Error { get; init; }

    public long Version { get; init; }

    /// <summary>Keeps the verdict; a wait takes the place of the same rule's wait before it.</summary>
    public Incident Judged(Verdict verdict)
    {
        var repeats = Verdicts.Count > 0 && Verdicts[^1] is { Kind: VerdictKind.Wait } last && last.Rule == verdict.Rule;
        return this with { Verdict = verdict, Verdicts = [.. repeats ? Verdicts.SkipLast(1) : Verdicts, verdict] };
    }

    /// <summary>Ends it: what was said until now, and the last word.</summary>
    public Incident Close(IncidentStatus status, string word, DateTimeOffset at) => this with { Status = status, Reason = $"{Reason} {word}", ClosedAt = at };

    /// <summary>A step was taken: from now on the alarm is watched.</summary>
    public Incident Watch(string done, DateTimeOffset at) => this with { Status = IncidentStatus.Watching, Reason = $"{Reason} {done}", ActedAt = at };
}

/// <summary>The record of incidents: DynamoDB.</summary>
public interface IIncidents
{
    Task<Incident?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Writes the incident if nobody wrote it since it was read (<see cref="ConflictException"/> otherwise); answers with its next version.</summary>
    Task<Incident> SaveAsync(Incident incident, CancellationToken cancellationToken);
}
