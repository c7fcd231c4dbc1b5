using Slipway.Domain;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Records;

/// <summary>The scaling targets; one that is not evaluated for 30 days any more is forgotten.</summary>
public sealed class DynamoScalingStates(DynamoTable table, TimeProvider clock) : IScalingStates
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public async Task<ScalingState> ReadAsync(SystemName system, EnvironmentName environment, ServiceName service, CancellationToken cancellationToken)
    {
        var empty = new ScalingState(system, environment, service);
        return (await table.FindAsync(What(empty), KeyOf(empty), cancellationToken))?.Read(What(empty), DomainJson.Default.ScalingState) ?? empty;
    }

    public async Task<ScalingState> SaveAsync(ScalingState state, CancellationToken cancellationToken)
    {
        var next = state with { Version = state.Version + 1 };
        await table.SaveAsync(What(next), KeyOf(next), next, DomainJson.Default.ScalingState, next.Version, clock.GetUtcNow() + Kept, [], cancellationToken);
        return next;
    }

    private static RecordKey KeyOf(ScalingState state) => RecordKey.OfScaling(state.System, state.Environment, state.Service);

    private static string What(ScalingState state) => $"scaling state of {state.System}/{state.Environment}/{state.Service}";
}
