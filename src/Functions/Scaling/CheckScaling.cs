using System.Globalization;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;
using Slipway.Functions.Notices;
using Slipway.Functions.Systems;

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
public sealed class CheckScaling(SystemCatalog systems, IWorkloads workloads, Notifying notifications, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<ScalingChange> CheckScalingAsync(ScalingChange change, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var system = await systems.FindAsync(change.System, deadline.Token);
        var environment = system.Environment(change.Environment);
        var service = environment.Service(change.Service);
        var workload = await workloads.ReadAsync(WorkloadAddress.Of(environment, service), deadline.Token);
        var verdict = ScalingCheckRule.Decide(new(change.To, service.Scaling?.Drain?.StartUp ?? TimeSpan.Zero, service.Grace, workload, clock.GetUtcNow() - change.At));
        if (verdict.Progress == ScalingProgress.Late)
        {
            var title = $"{system.DisplayName} {environment.Name}: {service.Name} does not come to {change.To} replicas";
            await notifications.SendAsync(system.Notifications.Notice($"scaling-{change.ExecutionName}", AlarmSeverity.Warning, title, verdict.Reason), deadline.Token);
        }

        return change with { Progress = verdict.Progress, Reason = verdict.Reason };
    }
}
