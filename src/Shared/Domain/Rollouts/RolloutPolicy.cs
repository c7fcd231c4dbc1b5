using Slipway.Domain.Images;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Rollouts.Capacity;
using Slipway.Domain.Rollouts.Pauses;
using Slipway.Domain.Rollouts.Templates;
using Slipway.Domain.Rollouts.Verification;
using Slipway.Domain.Signatures;

namespace Slipway.Domain.Rollouts;

/// <summary>What a release must pass, and how long it may take.</summary>
public sealed record RolloutPolicy
{
    /// <summary>What holds where a manifest says nothing.</summary>
    public static RolloutPolicy Standard { get; } = new() { Scan = new(Required: true, Severity.Critical, TimeSpan.FromMinutes(15)) };

    public required ScanPolicy Scan { get; init; }

    public SignaturePolicy Signature { get; init; } = SignaturePolicy.None;

    /// <summary>How an image is tried beside what serves; null where it replaces it at once, replica by replica.</summary>
    public CanaryPlan? Canary { get; init; }

    /// <summary>How room for it is judged.</summary>
    public CapacityPolicy Capacity { get; init; } = CapacityPolicy.Standard;

    /// <summary>How long a workload may take until all its replicas run the new image and are ready.</summary>
    public TimeSpan StableWithin { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long smoke requests, alarms and metrics must stay good after the rollout.</summary>
    public TimeSpan Bake { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Who wins when another hand changes a workload during a release.</summary>
    public DriftPolicy OnDrift { get; init; }

    /// <summary>Who continues a rollout that its cluster holds.</summary>
    public PausePolicy Pauses { get; init; } = PausePolicy.Standard;

    public IReadOnlyList<SmokeCheck> Smoke { get; init; } = [];

    public IReadOnlyList<MetricCheck> Metrics { get; init; } = [];

    /// <summary>The jobs, by their names, that must succeed after the rollout.</summary>
    public IReadOnlyList<string> Jobs { get; init; } = [];
}

/// <summary>Which scan results a release may have: findings at or above <see cref="FailOn"/> refuse it; a scan later than <see cref="Within"/> does too.</summary>
public sealed record ScanPolicy(bool Required, Severity FailOn, TimeSpan Within)
{
    /// <summary>Whether only those findings count that an update would mend.</summary>
    public bool FixableOnly { get; init; }

    public IReadOnlyList<ScanException> Exceptions { get; init; } = [];
}

/// <summary>A vulnerability that somebody answers for, up to and with a last day in UTC.</summary>
public sealed record ScanException(string Id, string Owner, DateOnly Until, string Reason)
{
    public bool IsInForce(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime) <= Until;
}

/// <summary>A task that runs to its end in an environment: a migration, or a verification.</summary>
public sealed record Job
{
    public required string Name { get; init; }

    /// <summary>The repository whose released image it runs; null when it runs none of ours.</summary>
    public string? Repository { get; init; }

    /// <summary>The image that it runs whatever is released; null where <see cref="Repository"/> says which, or nothing does.</summary>
    public Image? Image { get; init; }

    public IReadOnlyList<string> Run { get; init; } = [];

    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);
}
