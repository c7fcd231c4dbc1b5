using System.Text.Json.Serialization;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Remediation;

[JsonConverter(typeof(CamelCase<AlarmSeverity>))]
public enum AlarmSeverity
{
    Info,
    Warning,
    Critical,
}

[JsonConverter(typeof(CamelCase<RemediationAction>))]
public enum RemediationAction
{
    Rollback,
    ScaleOut,
    Restart,
    PauseWorkers,
    Notify,
    Page,
}

/// <summary>
/// One thing to do about an alarm. <see cref="Service"/> is what it acts on; null means what the alarm watches. Scaling out stays
/// within a cap that the step declares for itself (<see cref="UpTo"/>), or else within the most replicas of the service.
/// </summary>
public sealed record RemediationStep(RemediationAction Action)
{
    public string? Service { get; init; }

    /// <summary>For a rollback: only when a release was verified or is running within this time.</summary>
    public TimeSpan? IfDeployedWithin { get; init; }

    /// <summary>For scaling out: replicas to add.</summary>
    public int By { get; init; } = 1;

    /// <summary>For scaling out: the declared cap, which may be above the service's own most replicas; without it, those.</summary>
    public int? UpTo { get; init; }

    /// <summary>True for what changes a workload, and therefore waits until no release changes it.</summary>
    [JsonIgnore]
    public bool ChangesWorkload => Action is RemediationAction.ScaleOut or RemediationAction.PauseWorkers or RemediationAction.Restart;

    /// <summary>The replicas after scaling out: never fewer than before, never more than the cap unless there were already.</summary>
    public int ScaledOut(int before, ReplicaRange range) => Math.Max(before, Math.Min(before + By, UpTo ?? range.Max));
}

/// <summary>A CloudWatch alarm of an environment and what may be done about it, in order.</summary>
public sealed record Alarm
{
    public required string Name { get; init; }

    /// <summary>What it watches, as <c>services.api</c>, <c>databases.main</c> or <c>foundation.loadBalancer</c>.</summary>
    public required string Watch { get; init; }

    /// <summary>The service that it watches; null when it watches something else.</summary>
    public string? WatchedService => Watch.StartsWith("services.", StringComparison.Ordinal) ? Watch["services.".Length..] : null;

    public required string Namespace { get; init; }

    public required string Metric { get; init; }

    public required string Statistic { get; init; }

    /// <summary>The limit and on which side of it the alarm goes off.</summary>
    public required double Threshold { get; init; }

    public required bool Above { get; init; }

    public TimeSpan Period { get; init; } = TimeSpan.FromMinutes(1);

    public TimeSpan For { get; init; } = TimeSpan.FromMinutes(1);

    public AlarmSeverity Severity { get; init; } = AlarmSeverity.Warning;

    public IReadOnlyList<RemediationStep> Remediate { get; init; } = [];

    /// <summary>The name that CloudWatch knows it by.</summary>
    public string NameIn(SystemName system, EnvironmentName environment) => $"{system}-{environment}-{Name}";
}
