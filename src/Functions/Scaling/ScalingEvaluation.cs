using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Slipway.Domain;
using Slipway.Domain.Executions;
using Slipway.Domain.Gates;
using Slipway.Domain.Notifications;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Restraints;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;

namespace Slipway.Functions.Scaling;

/// <summary>Looks at one service, decides, and changes its replicas. The decision is kept before anything is changed: of two ticks at once one keeps it, and the other changes nothing.</summary>
public sealed class ScalingEvaluation(
    ScalingReadings readings, IWorkloads workloads, IScalingStates states, ILeases leases, IStateMachines stateMachines, INotifications notifications, Settings settings, TimeProvider clock, ILogger logger)
{
    /// <summary>A target that takes longer is left to the next tick.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Two looks within this time are one: a tick came twice, or an alarm went off beside it.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    public async Task RunAsync(ScalingTarget target, IReadOnlyList<Restraint> standing, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await EvaluateAsync(target, standing, either.Token);
        }
        catch (ConflictException)
        {
            // Another tick has just decided.
        }
#pragma warning disable CA1031 // Whatever went wrong with one target is noted where its decision would stand; the others go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            var reason = failure is OperationCanceledException ? $"it took longer than {Patience.Text()}." : failure.Message;
            logger.NotScaled(target.System.Name, target.Environment.Name, target.Service.Name, reason);
            await NoteAsync(target, $"It could not be evaluated: {reason}", cancellationToken);
        }
    }

    private async Task EvaluateAsync(ScalingTarget target, IReadOnlyList<Restraint> standing, CancellationToken cancellationToken)
    {
        var (system, environment, service) = target;
        var state = await states.ReadAsync(system.Name, environment.Name, service.Name, cancellationToken);
        if (state.At is { } last && clock.GetUtcNow() - last < Again)
        {
            return;
        }

        var seen = await SeeAsync(target, state, standing, cancellationToken);
        var decision = ScalingRule.Decide(seen);
        await states.SaveAsync(ScalingRule.Remember(seen, decision), cancellationToken);
        if (decision.To != decision.From)
        {
            await workloads.ScaleAsync(WorkloadAddress.Of(environment, service), decision.To, cancellationToken);
            logger.Scaled(system.Name, environment.Name, service.Name, decision.Reason);
            await FollowAsync(new(system.Name, environment.Name, service.Name, decision.From, decision.To, seen.At), cancellationToken);
        }

        if (decision.Alert is { } alert)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"scaling-{system.Name}-{environment.Name}-{service.Name}-{seen.At:yyyyMMddHHmmss}");
            await notifications.SendAsync(system.Notifications.Notice(id, AlarmSeverity.Warning, $"{system.DisplayName} {environment.Name}: {service.Name} scales blindly", alert), cancellationToken);
        }
    }

    private async Task<ScalingObservation> SeeAsync(ScalingTarget target, ScalingState state, IReadOnlyList<Restraint> standing, CancellationToken cancellationToken)
    {
        var (system, environment, service) = target;
        var workload = await workloads.ReadAsync(WorkloadAddress.Of(environment, service), cancellationToken);
        var lease = await leases.FindAsync(new(system.Name, environment.Name, service.Name), cancellationToken);
        var now = clock.GetUtcNow();
        var pause = standing.FirstOrDefault(restraint => restraint.Kind == RestraintKind.Pause && restraint.Scope == Restraint.HoldScope(system.Name, environment.Name, service.Name));
        var held = lease is not null ? $"{lease.Holder} is changing the service" : Stopping(pause, ScalingWay.In, now);
        var seen = new ScalingObservation(service.Scaling!, service.Replicas, workload.Desired, [], held, state, now)
        {
            Ready = workload.Ready + workload.Old,
            Frozen = standing.Where(restraint => restraint.Kind == RestraintKind.Freeze).Stopping(system.Name, environment.Name, now)?.Text(),
            HeldOut = Stopping(pause, ScalingWay.Out, now),
        };
        return await readings.AddToAsync(seen, target, cancellationToken);
    }

    private static string? Stopping(Restraint? pause, ScalingWay way, DateTimeOffset now) =>
        pause?.Stops(way, now) == true ? $"paused by {pause.By}: {pause.Reason.TrimEnd('.')}" : null;

    private Task FollowAsync(ScalingChange change, CancellationToken cancellationToken) =>
        stateMachines.StartAsync(settings.AutoscalingStateMachineArn, change.ExecutionName, JsonSerializer.Serialize(change, FunctionsJson.Default.ScalingChange), cancellationToken);

    private async Task NoteAsync(ScalingTarget target, string reason, CancellationToken cancellationToken)
    {
        try
        {
            var state = await states.ReadAsync(target.System.Name, target.Environment.Name, target.Service.Name, cancellationToken);
            await states.SaveAsync(state.Failed(reason, clock.GetUtcNow()), cancellationToken);
        }
        catch (Exception failure) when (failure is ConflictException or UnavailableException)
        {
            // The next tick notes it.
        }
    }
}
