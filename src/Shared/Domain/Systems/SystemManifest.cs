using Slipway.Domain.Approvals;
using Slipway.Domain.Notifications;

namespace Slipway.Domain.Systems;

/// <summary>What one manifest describes: a system with its environments in the order of promotion. Made by <see cref="ManifestReader"/>.</summary>
public sealed record SystemManifest
{
    public required SystemName Name { get; init; }

    public required string DisplayName { get; init; }

    public required string Region { get; init; }

    /// <summary>The manifest's own fingerprint: what a release was planned with.</summary>
    public required string Version { get; init; }

    /// <summary>Every environment after the one it is promoted from.</summary>
    public required IReadOnlyList<EnvironmentManifest> Environments { get; init; }

    /// <summary>The system's policy before any override: a release asks its environment's.</summary>
    public required NotificationPolicy Notifications { get; init; }

    /// <summary>Who decides on releases, by all the names that others know them by.</summary>
    public People People { get; init; } = People.Unknown;

    /// <summary>The repositories whose images of one tag are one release; empty where each image is released by itself.</summary>
    public IReadOnlyList<string> Together { get; init; } = [];

    /// <summary>The repositories whose images are released with one of this repository, in the manifest's order.</summary>
    public IReadOnlyList<string> ReleasedWith(string repository) => Together.Contains(repository) ? Together : [repository];

    public EnvironmentManifest? Find(EnvironmentName name) => Environments.FirstOrDefault(environment => environment.Name == name);

    public EnvironmentManifest Environment(EnvironmentName name) =>
        Find(name) ?? throw new RejectedException($"System {Name} has no environment '{name}'; its manifest has {string.Join(", ", Environments.Select(environment => environment.Name))}.");
}
