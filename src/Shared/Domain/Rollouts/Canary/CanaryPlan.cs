using System.Text.Json.Serialization;

namespace Slipway.Domain.Rollouts.Canary;

/// <summary>Which requests reach a canary.</summary>
[JsonConverter(typeof(CamelCase<CanaryTraffic>))]
public enum CanaryTraffic
{
    /// <summary>Those of its share: it is reached as the workload beside it is.</summary>
    Shared,

    /// <summary>None: the green side before the switch.</summary>
    None,

    /// <summary>All, and its workload none: the green side after the switch.</summary>
    All,
}

/// <summary>A step of a canary: its share of all replicas, in percent, and how long that must stay good.</summary>
public sealed record CanaryStep(int Share, TimeSpan For)
{
    public CanaryTraffic Traffic { get; init; }

    /// <summary>How many replicas beside so many make the step's share of all: at least one, and none beside none, which has nothing to be compared with.</summary>
    public int Beside(int replicas) => replicas == 0 ? 0 : Math.Max(1, (int)Math.Round(replicas * Share / (100.0 - Share), MidpointRounding.AwayFromZero));

    /// <summary>What verdicts are about that were asked for then.</summary>
    public override string ToString() => Traffic switch
    {
        CanaryTraffic.None => "green before the switch",
        CanaryTraffic.All => "green",
        _ => $"canary {Share} %",
    };
}

/// <summary>
/// How an image is tried on replicas beside those that serve, before it replaces them. With blue/green these are as many as serve: they take
/// no requests until they are ready, and all of them while the old side is kept.
/// </summary>
public sealed record CanaryPlan(IReadOnlyList<CanaryStep> Steps)
{
    private const int AsMany = 50;

    /// <summary>Requests to the green side alone, before the switch.</summary>
    public IReadOnlyList<SmokeCheck> Preview { get; init; } = [];

    /// <summary>Whether it takes requests as one: then it stands only beside workloads whose requests can be switched.</summary>
    [JsonIgnore]
    public bool IsBlueGreen => Keep is not null;

    /// <summary>With blue/green, how long the old side is kept after the switch; null otherwise.</summary>
    [JsonIgnore]
    public TimeSpan? Keep => Steps.FirstOrDefault(step => step.Traffic == CanaryTraffic.All)?.For;

    /// <summary>With blue/green, how long the green side must stay good before the switch; null otherwise.</summary>
    [JsonIgnore]
    public TimeSpan? PreviewFor => Steps.FirstOrDefault(step => step.Traffic == CanaryTraffic.None)?.For;

    /// <summary>The services whose canaries are compared with them; smoke requests and alarms count for all.</summary>
    public IReadOnlyList<CanaryComparison> Comparisons { get; init; } = [];

    public static CanaryPlan Usual { get; } = new([new(20, TimeSpan.FromMinutes(5)), new(50, TimeSpan.FromMinutes(5))]);

    /// <param name="preview">How long the green side must stay good before the switch.</param>
    /// <param name="keep">How long the old side is kept after it.</param>
    public static CanaryPlan BlueGreen(TimeSpan preview, TimeSpan keep) =>
        new([new(AsMany, preview) { Traffic = CanaryTraffic.None }, new(AsMany, keep) { Traffic = CanaryTraffic.All }]);
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
}
