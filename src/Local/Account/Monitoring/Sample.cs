using System.Globalization;

namespace Slipway.Local.Account.Monitoring;

/// <summary>What a metric gathered in a minute that began at a time.</summary>
internal readonly record struct Sample(DateTimeOffset At, double Sum, double Count, double Least, double Most)
{
    public static Sample One(DateTimeOffset at, double value) => new(at, value, 1, value, value);

    /// <summary>A statistic of CloudWatch over samples; null when there are none.</summary>
    public static double? Statistic(string statistic, IReadOnlyList<Sample> samples)
    {
        if (samples.Count == 0)
        {
            return null;
        }

        var average = samples.Sum(sample => sample.Sum) / samples.Sum(sample => sample.Count);
        return statistic switch
        {
            "Sum" => samples.Sum(sample => sample.Sum),
            "Minimum" => samples.Min(sample => sample.Least),
            "Maximum" => samples.Max(sample => sample.Most),
            "SampleCount" => samples.Sum(sample => sample.Count),
            ['p', .. var share] when double.TryParse(share, NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) =>
                average + ((samples.Max(sample => sample.Most) - average) * percent / 100),
            _ => average,
        };
    }
}
