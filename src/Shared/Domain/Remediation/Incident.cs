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

    /// <summary>The replicas of a service that was paused, to be given back when the alarm is quiet.</summary>
    public int? ReplicasBefore { get; init; }

    public DateTimeOffset? ActedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What a state machine caught, for the handler that deals with it; never kept.</summary>
    public TaskError? Error { get; init; }

    public long Version { get; init; }
}

/// <summary>The record of incidents: DynamoDB.</summary>
public interface IIncidents
{
    Task<Incident?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Writes the incident if nobody wrote it since it was read (<see cref="ConflictException"/> otherwise); answers with its next version.</summary>
    Task<Incident> SaveAsync(Incident incident, CancellationToken cancellationToken);
}
