using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Slipway.Domain;
using Slipway.Domain.Executions;
using Slipway.Domain.Gates;
using Slipway.Domain.Remediation;
using Slipway.Domain.Restraints;
using Slipway.Domain.Scaling;
using Slipway.Functions.Notices;

namespace Slipway.Functions.Scaling;

/// <summary>Looks at one target, decides, and changes its replicas. The decision is kept before anything is changed: of two ticks at once one keeps it, and the other changes nothing.</summary>
public sealed class ScalingEvaluation(
    ScalingReadings readings, ScaledReplicas replicas, IScalingStates states, IStateMachines stateMachines, Notifying notifications, Settings settings, TimeProvider clock, ILogger logger)
{
    /// <summary>A target that takes longer is left to the next tick.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Two looks within this time are one: a tick came twice, or an alarm went off beside it. Not less than the patience, so that none changes what a later one decided.</summary>
    private static readonly TimeSpan Again = Patience;

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
            logger.NotScaled(target.System.Name, target.Environment.Name, target.Name, reason);
            await NoteAsync(target, $"It could not be evaluated: {reason}", cancellationToken);
        }
    }

    private async Task EvaluateAsync(ScalingTarget target, IReadOnlyList<Restraint> standing, CancellationToken cancellationToken)
    {
        var (system, environment, name, _, _) = target;
        var state = await states.ReadAsync(system.Name, environment.Name, name, cancellationToken);
        if (state.At is { } last && clock.GetUtcNow() - last < Again)
        {
            return;
        }

        var seen = await SeeAsync(target, state, standing, cancellationToken);
        var (decision, next) = ScalingRule.Tick(seen);
        var kept = await states.SaveAsync(next, cancellationToken);
        if (decision.To != decision.From)
        {
            await ChangeAsync(target, seen, decision, kept, cancellationToken);
        }

        await AlertAsync(target, kept, decision.Reason, cancellationToken);
    }

    private async Task ChangeAsync(ScalingTarget target, ScalingObservation seen, ScalingDecision decision, ScalingState kept, CancellationToken cancellationToken)
    {
        var (system, environment, name, _, _) = target;
        try
        {
            await replicas.ScaleAsync(target, decision.From, decision.To, cancellationToken);
        }
        catch (Exception failure) when (failure is RejectedException or UnavailableException or ConflictException or OperationCanceledException)
        {
            // What was not done counts in no period.
            var undone = kept with { Events = [.. kept.Events.Where(past => past.At != seen.At)], Decision = decision with { To = decision.From } };
            await states.SaveAsync(undone.Failed($"It could not come to {decision.To} replicas: {failure.Message}", seen.At), CancellationToken.None);
            return;
        }

        logger.Scaled(system.Name, environment.Name, name, decision.Reason);
        try
        {
            var change = new ScalingChange(system.Name, environment.Name, name, decision.From, decision.To, seen.At);
            await stateMachines.StartAsync(settings.AutoscalingStateMachineArn, change.ExecutionName, JsonSerializer.Serialize(change, FunctionsJson.Default.ScalingChange), cancellationToken);
        }
        catch (Exception failure) when (failure is RejectedException or UnavailableException)
        {
            logger.NotFollowed(system.Name, environment.Name, name, decision.To, failure.Message);
        }
    }

    /// <summary>Tells people of an outage that lasts, once; until that has succeeded it is tried at each tick.</summary>
    private async Task AlertAsync(ScalingTarget target, ScalingState state, string problem, CancellationToken cancellationToken)
    {
        var (system, environment, name, _, _) = target;
        if (state.Alert(target.Policy.Outage, problem) is { } alert)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"scaling-{system.Name}-{environment.Name}-{name}-{state.MissingSince:yyyyMMddHHmmss}");
            await notifications.SendAsync(system.Notifications.Notice(id, AlarmSeverity.Warning, $"{system.DisplayName} {environment.Name}: {name} scales blindly", alert), cancellationToken);
            await states.SaveAsync(state with { AlertedAt = clock.GetUtcNow() }, cancellationToken);
        }
    }

    private async Task<ScalingObservation> SeeAsync(ScalingTarget target, ScalingState state, IReadOnlyList<Restraint> standing, CancellationToken cancellationToken)
    {
        var (system, environment, name, _, _) = target;
        var there = await replicas.SeeAsync(target, cancellationToken);
        var now = clock.GetUtcNow();
        var pause = standing.FirstOrDefault(restraint => restraint.Kind == RestraintKind.Pause && restraint.Scope == Restraint.HoldScope(system.Name, environment.Name, name));
        var seen = new ScalingObservation(target.Policy, target.Range, there.Count.Desired, [], there.Held ?? Stopping(pause, ScalingWay.In, now), state, now)
        {
            Ready = there.Count.Ready,
            Frozen = standing.Where(restraint => restraint.Kind == RestraintKind.Freeze).Stopping(system.Name, environment.Name, now)?.Text(),
            HeldOut = Stopping(pause, ScalingWay.Out, now),
        };
        return await readings.AddToAsync(seen, target, there.Nodes, cancellationToken);
    }

    private static string? Stopping(Restraint? pause, ScalingWay way, DateTimeOffset now) =>
        pause?.Stops(way, now) == true ? $"paused by {pause.By}: {pause.Reason.TrimEnd('.')}" : null;

    private async Task NoteAsync(ScalingTarget target, string reason, CancellationToken cancellationToken)
    {
        try
        {
            var state = await states.ReadAsync(target.System.Name, target.Environment.Name, target.Name, cancellationToken);
            var kept = await states.SaveAsync(state.Failed(reason, clock.GetUtcNow()), cancellationToken);
            await AlertAsync(target, kept, reason, cancellationToken);
        }
#pragma warning disable CA1031 // The next tick notes it; the other targets of this one go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            logger.NotScaled(target.System.Name, target.Environment.Name, target.Name, failure.Message);
        }
    }
}
