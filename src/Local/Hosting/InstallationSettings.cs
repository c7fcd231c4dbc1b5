using Slipway.Domain.Systems;
using Slipway.Local.Events;
using Slipway.Local.StepFunctions;

namespace Slipway.Local.Hosting;

/// <summary>What an installation is made from. The same settings and the same calls give the same run.</summary>
public sealed record InstallationSettings
{
    /// <summary>The path of template.yaml.</summary>
    public required string TemplatePath { get; init; }

    public required IReadOnlyList<ManifestText> Manifests { get; init; }

    /// <summary>What was read from the template before, by <see cref="TemplatePlan.Read"/>, for those who install often; null reads it.</summary>
    public TemplatePlan? Plan { get; init; }

    /// <summary>What the manifests bucket answers as time goes on; null for the manifests as they are.</summary>
    public ISystemManifests? ManifestsBucket { get; init; }

    public int Seed { get; init; } = 1;

    public DateTimeOffset Start { get; init; } = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    public string AccountId { get; init; } = "123456789012";

    /// <summary>Where the account keeps what happened; null keeps nothing.</summary>
    public string? JournalPath { get; init; }

    /// <summary>How AWS may treat events and messages.</summary>
    public Turbulence Turbulence { get; init; } = Turbulence.Calm;

    public FaultPlan? Faults { get; init; }

    /// <summary>Told of every event, message and invocation.</summary>
    public Action<Occurrence>? Observe { get; init; }

    /// <summary>Whether the histories of executions can be read afterwards; those who run thousands of courses do without.</summary>
    public bool KeepsHistories { get; init; } = true;

    /// <summary>Told of every state that an execution enters or leaves.</summary>
    public Action<StateProgress>? ObserveStates { get; init; }
}
