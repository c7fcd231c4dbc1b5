using System.Text.Json.Serialization;

namespace Slipway.Domain.Rollouts.Canary;

/// <summary>A step of a canary: its share of all replicas, in percent, and how long that must stay good.</summary>
public sealed record CanaryStep(int Share, TimeSpan For);

/// <summary>How an image is tried on a few replicas beside those that serve, before it replaces them.</summary>
public sealed record CanaryPlan(IReadOnlyList<CanaryStep> Steps)
{
    /// <summary>The services whose canaries are compared with them; smoke requests and alarms count for all.</summary>
    public IReadOnlyList<CanaryComparison> Comparisons { get; init; } = [];

    public static CanaryPlan Usual { get; } = new([new(10, TimeSpan.FromMinutes(5)), new(50, TimeSpan.FromMinutes(5))]);
}

/// <summary>How far the canary of a release is. What is left to do needs no manifest.</summary>
/// <param name="Step">The step that it is at, counted from 0; as many as there are once the last has passed.</param>
/// <param name="Since">When the step began.</param>
public sealed record CanaryProgress(IReadOnlyList<CanaryStep> Steps, int Step, DateTimeOffset Since)
{
    /// <summary>When the first replica was asked for.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>What is compared, as the manifest had it then.</summary>
    public IReadOnlyList<CanaryComparison> Comparisons { get; init; } = [];

    /// <summary>Whether the cluster took the first step: before that, no replica ran the image.</summary>
    public bool HasRun { get; init; }

    /// <summary>Since when all replicas of the step serve; null until they do.</summary>
    public DateTimeOffset? ArrivedAt { get; init; }

    public bool IsDone => Step >= Steps.Count;

    /// <summary>The step that it is at; once it is done the last.</summary>
    [JsonIgnore]
    public CanaryStep Current => Steps[Math.Min(Step, Steps.Count - 1)];

    public static CanaryProgress Begin(CanaryPlan plan, DateTimeOffset at) => new(plan.Steps, 0, at) { BegunAt = at, Comparisons = plan.Comparisons };

    public CanaryProgress Arrived(DateTimeOffset at) => ArrivedAt is null ? this with { ArrivedAt = at } : this;

    public CanaryProgress Next(DateTimeOffset at) => this with { Step = Step + 1, Since = at, ArrivedAt = null };

    /// <summary>How long the step may take: all steps together as long as they say, and as long as a workload may take for its replicas.</summary>
    public TimeSpan Left(TimeSpan stableWithin) => BegunAt + Steps.Take(Step + 1).Aggregate(stableWithin, (sum, step) => sum + step.For) - Since;

    /// <summary>How many replicas beside so many make the step's share of all: at least one, and none beside none, which has nothing to be compared with.</summary>
    public int Beside(int replicas) => replicas == 0 ? 0 : Math.Max(1, (int)Math.Round(replicas * Current.Share / (100.0 - Current.Share), MidpointRounding.AwayFromZero));
}
