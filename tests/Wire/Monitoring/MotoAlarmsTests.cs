using Amazon.CloudWatch;
using Slipway.Aws.Access;
using Slipway.Aws.Monitoring;
using Slipway.Domain.Metrics;
using Slipway.Domain.Remediation;
using Slipway.Domain.Systems;
using Slipway.Tests.Ports.Services;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Monitoring;

/// <summary>The alarms of moto; it evaluates none, so the state is set by hand.</summary>
public sealed class MotoAlarmsTests(MotoServer moto) : AlarmsContract
{
    protected override Location Location { get; } = MotoAccount.New();

    protected override async Task<IAlarms> OpenAsync()
    {
        var clients = moto.Clients();
        var cloudWatch = clients.For(Location, AwsServices.CloudWatch);
        foreach (var name in new[] { Quiet, Loud })
        {
            await cloudWatch.PutMetricAlarmAsync(
                new()
                {
                    AlarmName = name,
                    Namespace = "Test",
                    MetricName = "CPUUtilization",
                    Statistic = Statistic.Average,
                    Period = 60,
                    EvaluationPeriods = 5,
                    Threshold = 80,
                    ComparisonOperator = ComparisonOperator.GreaterThanThreshold,
                },
                Token);
        }

        await cloudWatch.SetAlarmStateAsync(new() { AlarmName = Quiet, StateValue = StateValue.OK, StateReason = "Calm." }, Token);
        await cloudWatch.SetAlarmStateAsync(new() { AlarmName = Loud, StateValue = StateValue.ALARM, StateReason = "Threshold Crossed: 5 datapoints" }, Token);
        return new CloudWatchAlarms(clients);
    }
}

public sealed class MotoMetricsTests(MotoServer moto) : MetricsContract
{
    protected override IMetrics Metrics => new CloudWatchMetrics(moto.Clients());

    protected override Location Location { get; } = MotoAccount.New();

    protected override DateTimeOffset Now => TimeProvider.System.GetUtcNow();
}
