using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Executions;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Scaling;

/// <summary>A service that scales on a queue.</summary>
public sealed record ScalingTarget(SystemName System, EnvironmentName Environment, ServiceName Service)
{
    /// <summary>What the state machine caught when the target could not be evaluated.</summary>
    public TaskError? Error { get; init; }
}

/// <summary>The ticks that are left in this minute, and the targets of the one that is due.</summary>
public sealed record ScalingRound(int Left)
{
    public IReadOnlyList<ScalingTarget> Targets { get; init; } = [];
}

/// <summary>Begins a tick: lists every service that scales on a queue.</summary>
public sealed class PlanScaling(SystemCatalog systems, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<ScalingRound> PlanScalingAsync(ScalingRound round, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var catalog = await systems.ReadAsync(deadline.Token);
        return new(round.Left - 1)
        {
            Targets =
            [
                .. from system in catalog.Systems
                   from environment in system.Environments
                   from service in environment.Services
                   where service.Scaling?.Metrics.All(metric => metric.Kind is not (MetricKind.Cpu or MetricKind.Memory)) == true
                   select new ScalingTarget(system.Name, environment.Name, service.Name),
            ],
        };
    }
}
