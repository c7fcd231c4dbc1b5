using Slipway.Domain;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;

namespace Slipway.Local.Records;

/// <summary>The scaling targets of the account, written on the condition of their version.</summary>
public sealed class ScalingStates(Journal journal) : IScalingStates
{
    private readonly Dictionary<string, ScalingState> _byKey = new(StringComparer.Ordinal);

    /// <summary>Every target that was evaluated, by name.</summary>
    public IReadOnlyList<ScalingState> All => [.. _byKey.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)];

    public Task<ScalingState> ReadAsync(SystemName system, EnvironmentName environment, ServiceName service, CancellationToken cancellationToken)
    {
        var empty = new ScalingState(system, environment, service);
        return Task.FromResult(_byKey.GetValueOrDefault(Kinds.KeyOf(empty), empty));
    }

    public Task SaveAsync(ScalingState state, CancellationToken cancellationToken)
    {
        Versions.Check($"scaling state of {Kinds.KeyOf(state)}", state.Version, _byKey.GetValueOrDefault(Kinds.KeyOf(state))?.Version ?? 0);
        var next = state with { Version = state.Version + 1 };
        journal.Write(Kinds.Scaling, next, DomainJson.Default.ScalingState);
        Keep(next);
        return Task.CompletedTask;
    }

    internal void Keep(ScalingState state) => _byKey[Kinds.KeyOf(state)] = state;
}
