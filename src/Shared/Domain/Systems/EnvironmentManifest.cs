using System.Text.Json.Serialization;
using Slipway.Domain.Approvals;
using Slipway.Domain.Costs;
using Slipway.Domain.Gates;
using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;
using Slipway.Domain.Snapshots;

namespace Slipway.Domain.Systems;

/// <summary>One environment of a system, its overrides already applied: services, databases and the rest are what holds there.</summary>
public sealed record EnvironmentManifest
{
    public required EnvironmentName Name { get; init; }

    public required Location Location { get; init; }

    /// <summary>The registry that its clusters pull from, where that is not the one of the push: images are copied there by digest.</summary>
    public string? Registry { get; init; }

    public required string Cluster { get; init; }

    public required string Namespace { get; init; }

    /// <summary>Where images come from when they were verified there; empty when pushes enter here.</summary>
    public IReadOnlyList<EnvironmentName> PromoteFrom { get; init; } = [];

    /// <summary>Of how many of those an image must be verified.</summary>
    public PromoteWhen PromoteWhen { get; init; } = PromoteWhen.All;

    /// <summary>How long an image must have been verified there before it comes here.</summary>
    public TimeSpan Soak { get; init; }

    /// <summary>When releases may begin here; null is always.</summary>
    public ReleaseWindows? Windows { get; init; }

    /// <summary>The tags whose pushes enter here, in the manifest's order; <c>!pattern</c> takes tags out again. Empty takes none.</summary>
    public IReadOnlyList<string> AcceptedTags { get; init; } = [];

    /// <summary>Who must agree before a release enters.</summary>
    public ApprovalPolicy Approval { get; init; } = ApprovalPolicy.None;

    /// <summary>What a release must pass here, the environment's own smoke requests included.</summary>
    public RolloutPolicy Rollout { get; init; } = RolloutPolicy.Standard;

    /// <summary>Every service after those it depends on.</summary>
    public required IReadOnlyList<Service> Services { get; init; }

    public IReadOnlyList<NodeGroup> NodeGroups { get; init; } = [];

    public IReadOnlyList<Job> Jobs { get; init; } = [];

    public IReadOnlyList<Database> Databases { get; init; } = [];

    public IReadOnlyList<WorkQueue> Queues { get; init; } = [];

    public IReadOnlyList<Alarm> Alarms { get; init; } = [];

    public Budget? Budget { get; init; }

    public Service Service(ServiceName name) =>
        Services.FirstOrDefault(service => service.Name == name) ?? throw new RejectedException($"Environment {Name} has no service '{name}'.");

    /// <summary>The services that run images of these repositories, in dependency order.</summary>
    public IReadOnlyList<Service> ServicesOf(params IEnumerable<string> repositories) =>
        [.. Services.Where(service => service.Registry is null && repositories.Contains(service.Repository))];
}

/// <summary>Of how many environments upstream an image must be verified.</summary>
[JsonConverter(typeof(CamelCase<PromoteWhen>))]
public enum PromoteWhen
{
    All,
    Any,
}
