using System.Globalization;
using Slipway.Domain.Remediation;

namespace Slipway.Local.Account.Monitoring;

/// <summary>A period's value; null when nothing was published in it.</summary>
internal sealed record Datapoint(DateTimeOffset At, double? Value);

/// <summary>
/// What CloudWatch makes of the last periods of an alarm, its missing data left missing.
/// <list type="table">
/// <item><term>no period has a value</term><description>INSUFFICIENT_DATA</description></item>
/// <item><term>every period is over the limit</term><description>ALARM</description></item>
/// <item><term>one is within the limit</term><description>OK</description></item>
/// <item><term>some are over it, the others missing</term><description>stays as it is</description></item>
/// </list>
/// </summary>
internal sealed record AlarmVerdict(AlarmState State, string Reason, IReadOnlyList<Datapoint> Datapoints)
{
    /// <summary>How many periods count, at least one.</summary>
    public static int Periods(Alarm alarm) => Math.Max(1, (int)(alarm.For / alarm.Period));

    public static AlarmVerdict Decide(Alarm alarm, AlarmState before, IReadOnlyList<Datapoint> datapoints)
    {
        var known = datapoints.Where(datapoint => datapoint.Value is not null).ToList();
        var breaching = known.Where(datapoint => Breaches(alarm, datapoint.Value!.Value)).ToList();
        return (known.Count, breaching.Count) switch
        {
            (0, _) => new(AlarmState.InsufficientData, $"Insufficient Data: {Count(datapoints.Count)} {(datapoints.Count == 1 ? "was" : "were")} unknown.", known),
            var (all, over) when over == all && all == datapoints.Count => new(AlarmState.Alarm, Crossed(alarm, breaching), known),
            var (all, over) when over == all => new(before, "", known),
            _ => new(AlarmState.Ok, NotCrossed(alarm, [.. known.Except(breaching)]), known),
        };
    }

    private static bool Breaches(Alarm alarm, double value) => alarm.Above ? value > alarm.Threshold : value < alarm.Threshold;

    private static string Crossed(Alarm alarm, List<Datapoint> breaching) =>
        $"Threshold Crossed: {breaching.Count} out of the last {Count(breaching.Count)} {Values(breaching)} {(breaching.Count == 1 ? "was" : "were")} {Side(alarm)} "
        + $"the threshold ({Number(alarm.Threshold)}) (minimum {Count(breaching.Count)} for OK -> ALARM transition).";

    private static string NotCrossed(Alarm alarm, List<Datapoint> fine) =>
        $"Threshold Crossed: {Count(fine.Count)} {Values(fine)} {(fine.Count == 1 ? "was" : "were")} not {Side(alarm)} the threshold ({Number(alarm.Threshold)}).";

    private static string Side(Alarm alarm) => alarm.Above ? "greater than" : "less than";

    private static string Values(List<Datapoint> datapoints) => $"[{string.Join(", ", datapoints.Select(datapoint =>
        $"{Number(datapoint.Value!.Value)} ({datapoint.At.ToString("dd/MM/yy HH:mm:ss", CultureInfo.InvariantCulture)})"))}]";

    private static string Count(int count) => count == 1 ? "1 datapoint" : $"{count} datapoints";

    private static string Number(double value) => value.ToString("0.0###", CultureInfo.InvariantCulture);
}
