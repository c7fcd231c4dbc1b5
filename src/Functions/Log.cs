using Microsoft.Extensions.Logging;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Functions;

/// <summary>Everything the functions log, in one place, always with the names that a search needs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{System}/{Environment} {Release} is {Status}: {Reason}")]
    public static partial void ReleaseMoved(this ILogger logger, SystemName system, EnvironmentName environment, ReleaseId release, ReleaseStatus status, string reason);

    [LoggerMessage(2, LogLevel.Information, "Push {Push} is {Outcome}: {Reason}")]
    public static partial void PushDecided(this ILogger logger, string push, Domain.Images.PushOutcome outcome, string reason);

    [LoggerMessage(3, LogLevel.Warning, "Message {Message} is left on the queue: {Reason}")]
    public static partial void MessageLeft(this ILogger logger, string message, string reason);

    [LoggerMessage(4, LogLevel.Information, "{System}/{Environment} {Service}: {Reason}")]
    public static partial void Scaled(this ILogger logger, SystemName system, EnvironmentName environment, ServiceName service, string reason);

    [LoggerMessage(10, LogLevel.Warning, "{System}/{Environment} {Service} could not be evaluated: {Reason}")]
    public static partial void NotScaled(this ILogger logger, SystemName system, EnvironmentName environment, ServiceName service, string reason);

    [LoggerMessage(20, LogLevel.Warning, "{System}/{Environment} {Service}: the change to {To} replicas is not followed: {Reason}")]
    public static partial void NotFollowed(this ILogger logger, SystemName system, EnvironmentName environment, ServiceName service, int to, string reason);

    [LoggerMessage(6, LogLevel.Information, "Intervention {Intervention} ({Kind}) by {By} is {Outcome}: {Answer}")]
    public static partial void Intervened(
        this ILogger logger, string intervention, Domain.Interventions.InterventionKind kind, string by, Domain.Interventions.InterventionOutcome? outcome, string? answer);

    [LoggerMessage(7, LogLevel.Information, "The sweep found {Lost} lost pushes and {Unopened} promotions that were never opened; {Stalled} releases stalled, {Untold} notices were untold")]
    public static partial void Swept(this ILogger logger, int lost, int unopened, int stalled, int untold);

    [LoggerMessage(8, LogLevel.Information, "{System}/{Environment} snapshot {Snapshot} in {Region} is deleted: {Reason}")]
    public static partial void SnapshotDeleted(this ILogger logger, SystemName system, EnvironmentName environment, string snapshot, string region, string reason);

    [LoggerMessage(5, LogLevel.Information, "Incident {Incident} is {Status}: {Reason}")]
    public static partial void IncidentMoved(this ILogger logger, string incident, Domain.Remediation.IncidentStatus status, string reason);

    [LoggerMessage(9, LogLevel.Warning, "People cannot be told of {Release} now: {Reason}")]
    public static partial void PeopleNotTold(this ILogger logger, ReleaseId release, string reason);

    [LoggerMessage(12, LogLevel.Warning, "Whoever asked for the intervention {Intervention} by a button cannot be answered: {Reason}")]
    public static partial void ButtonNotAnswered(this ILogger logger, string intervention, string reason);

    [LoggerMessage(11, LogLevel.Warning, "The notice {Notice} did not reach {Channel}: {Reason} Taken over by {Next}")]
    public static partial void NotTold(this ILogger logger, string notice, string channel, string reason, string next);
}
