using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Slipway.Aws.Access;
using Slipway.Domain.Remediation;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Monitoring;

/// <summary>The alarms of CloudWatch, on metrics and on other alarms alike.</summary>
public sealed class CloudWatchAlarms(AwsClients clients) : IAlarms
{
    /// <summary>How many names DescribeAlarms takes at once.</summary>
    private const int Names = 100;

    public async Task<IReadOnlyList<AlarmReading>> ReadAsync(Location location, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var client = clients.For(location, AwsServices.CloudWatch);
        var readings = new Dictionary<string, AlarmReading>(StringComparer.Ordinal);
        foreach (var chunk in names.Distinct(StringComparer.Ordinal).Chunk(Names))
        {
            await ReadAsync(client, location, chunk, readings, cancellationToken);
        }

        return [.. names.Where(readings.ContainsKey).Select(name => readings[name])];
    }

    private static async Task ReadAsync(AmazonCloudWatchClient client, Location location, string[] names, Dictionary<string, AlarmReading> readings, CancellationToken cancellationToken)
    {
        var request = new DescribeAlarmsRequest { AlarmNames = [.. names], AlarmTypes = [AlarmType.MetricAlarm.Value, AlarmType.CompositeAlarm.Value], MaxRecords = Names };
        do
        {
            var page = await AwsCall.AskAsync($"The alarms of {location.Region} cannot be read", () => client.DescribeAlarmsAsync(request, cancellationToken));
            foreach (var alarm in (page.MetricAlarms ?? []).Select(Reading).Concat((page.CompositeAlarms ?? []).Select(Reading)))
            {
                readings[alarm.Name] = alarm;
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }

    private static AlarmReading Reading(MetricAlarm alarm) =>
        new(alarm.AlarmName, State(alarm.StateValue), CloudWatchTime.Of(alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp), alarm.StateReason ?? "");

    private static AlarmReading Reading(CompositeAlarm alarm) =>
        new(alarm.AlarmName, State(alarm.StateValue), CloudWatchTime.Of(alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp), alarm.StateReason ?? "");

    private static AlarmState State(StateValue? state) => state?.Value switch
    {
        "OK" => AlarmState.Ok,
        "ALARM" => AlarmState.Alarm,
        _ => AlarmState.InsufficientData,
    };
}
