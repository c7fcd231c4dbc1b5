using System.Globalization;
using System.Text;
using System.Text.Json;
using Slipway.Domain.Remediation;

namespace Slipway.Local.Account.Monitoring;

/// <summary>A state that an alarm entered, with CloudWatch's reason and its figures as JSON text.</summary>
internal sealed record AlarmStanding(AlarmState State, DateTimeOffset Since, string Reason, string Figures);

/// <summary>The event of an alarm's change of state as CloudWatch writes it.</summary>
internal static class AlarmEvent
{
    public static void Write(Utf8JsonWriter detail, AlarmWatch watch, string metricId, AlarmStanding before, AlarmStanding now)
    {
        detail.WriteString("alarmName", watch.Name);
        WriteState(detail, "state", now);
        WriteState(detail, "previousState", before);
        detail.WriteStartObject("configuration");
        detail.WriteString("description", $"{watch.Alarm.Metric} of {watch.Alarm.Watch} of {watch.Site.System.Name} in {watch.Site.Environment.Name}");
        detail.WriteStartArray("metrics");
        WriteMetric(detail, watch, metricId);
        detail.WriteEndArray();
        detail.WriteEndObject();
    }

    /// <summary>The figures of a verdict: what stands in reasonData.</summary>
    public static string Figures(Alarm alarm, DateTimeOffset now, AlarmVerdict verdict)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("version", "1.0");
            json.WriteString("queryDate", Time(now));
            json.WriteString("startDate", Time(now - (alarm.Period * AlarmVerdict.Periods(alarm))));
            json.WriteString("statistic", alarm.Statistic);
            json.WriteNumber("period", (int)alarm.Period.TotalSeconds);
            json.WriteStartArray("recentDatapoints");
            foreach (var datapoint in verdict.Datapoints)
            {
                json.WriteNumberValue(datapoint.Value ?? 0);
            }

            json.WriteEndArray();
            json.WriteNumber("threshold", alarm.Threshold);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteState(Utf8JsonWriter detail, string name, AlarmStanding standing)
    {
        detail.WriteStartObject(name);
        detail.WriteString("value", standing.State switch { AlarmState.Ok => "OK", AlarmState.Alarm => "ALARM", _ => "INSUFFICIENT_DATA" });
        detail.WriteString("reason", standing.Reason);
        detail.WriteString("reasonData", standing.Figures);
        detail.WriteString("timestamp", Time(standing.Since));
        detail.WriteEndObject();
    }

    private static void WriteMetric(Utf8JsonWriter detail, AlarmWatch watch, string metricId)
    {
        detail.WriteStartObject();
        detail.WriteString("id", metricId);
        detail.WriteStartObject("metricStat");
        detail.WriteStartObject("metric");
        detail.WriteString("namespace", watch.Alarm.Namespace);
        detail.WriteString("name", watch.Alarm.Metric);
        detail.WriteStartObject("dimensions");
        foreach (var (dimension, value) in watch.Dimensions)
        {
            detail.WriteString(dimension, value);
        }

        detail.WriteEndObject();
        detail.WriteEndObject();
        detail.WriteNumber("period", (int)watch.Alarm.Period.TotalSeconds);
        detail.WriteString("stat", watch.Alarm.Statistic);
        detail.WriteEndObject();
        detail.WriteBoolean("returnData", true);
        detail.WriteEndObject();
    }

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);
}
