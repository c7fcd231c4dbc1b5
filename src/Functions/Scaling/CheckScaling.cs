using System.Globalization;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;
using Slipway.Functions.Notices;

namespace Slipway.Functions.Scaling;

/// <summary>A change of replicas on its way, and what was seen of it last.</summary>
public sealed record ScalingChange(SystemName System, EnvironmentName Environment, ServiceName Service, int From, int To, DateTimeOffset At)
{
    public ScalingProgress Progress { get; init; }

    public string Reason { get; init; } = "";

    /// <summary>One execution follows one change, however often it is started.</summary>
    public string ExecutionName => string.Create(CultureInfo.InvariantCulture, $"{ReleaseId.Fit($"{System}-{Environment}-{Service}", 60)}-{At:yyyyMMddHHmmss}");
}

/// <summary>Looks whether the replicas that were asked for serve, or those that were not are gone; people are told when they do not come.</summary>
public sealed class CheckScaling(ScalingTargets targets, ScaledReplicas replicas, Notifying notifications, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<ScalingChange> CheckScalingAsync(ScalingChange change, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        if (await targets.FindAsync(change.System, change.Environment, change.Service, deadline.Token) is not { } target)
        {
            return change with { Progress = ScalingProgress.Overtaken, Reason = "The manifest lets it scale no more." };
        }

        var count = await replicas.CountAsync(target, deadline.Token);
        var verdict = ScalingCheckRule.Decide(new(change.To, target.Policy.Drain?.StartUp ?? TimeSpan.Zero, target.Grace, count, clock.GetUtcNow() - change.At));
        if (verdict.Progress == ScalingProgress.Late)
        {
            var title = $"{target.System.DisplayName} {target.Environment.Name}: {target.Name} does not come to {change.To} replicas";
            var text = $"{verdict.Reason} {await replicas.TroubleAsync(target, deadline.Token)}".TrimEnd();
            await notifications.SendAsync(target.System.Notifications.Notice($"scaling-{change.ExecutionName}", AlarmSeverity.Warning, title, text), deadline.Token);
        }

        return change with { Progress = verdict.Progress, Reason = verdict.Reason };
    }
}
