using Slipway.Domain;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;

namespace Slipway.Local.Records;

/// <summary>The scaling targets of the account.</summary>
public sealed class ScalingStates(Journal journal) : IScalingStates
{
    private readonly VersionedRecords<ScalingState> _states = new(journal, Kinds.Scaling, DomainJson.Default.ScalingState, Kinds.KeyOf, state => state.Version);

    /// <summary>Every target that was evaluated, by name.</summary>
    public IReadOnlyList<ScalingState> All => _states.All;

    public Task<ScalingState> ReadAsync(SystemName system, EnvironmentName environment, ServiceName service, CancellationToken cancellationToken)
    {
        var empty = new ScalingState(system, environment, service);
        return Task.FromResult(_states.Find(Kinds.KeyOf(empty)) ?? empty);
    }

    public Task<ScalingState> SaveAsync(ScalingState state, CancellationToken cancellationToken)
    {
        var next = state with { Version = state.Version + 1 };
        _states.Save($"scaling state of {Kinds.KeyOf(state)}", next);
        return Task.FromResult(next);
    }

    internal void Keep(ScalingState state) => _states.Keep(state);
}
