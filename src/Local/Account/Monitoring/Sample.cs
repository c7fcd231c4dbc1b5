using System.Globalization;

namespace Slipway.Local.Account.Monitoring;

/// <summary>What a metric gathered in a minute that began at a time.</summary>
internal readonly record struct Sample(DateTimeOffset At, double Sum, double Count, double Least, double Most)
{
    /// <summary>The values themselves, where somebody counts them by their size; null otherwise.</summary>
    public IReadOnlyList<double>? Values { get; init; }

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
            ['T', 'C', '(', .. var range, ')'] => Counted(range.Split(':'), samples),
            ['p', .. var share] when double.TryParse(share, NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) =>
                average + ((samples.Max(sample => sample.Most) - average) * percent / 100),
            _ => average,
        };
    }

    /// <summary>How many values are above the first bound up to and with the second; a bound that is not written is none.</summary>
    private static double Counted(string[] bounds, IReadOnlyList<Sample> samples)
    {
        var (above, to) = (Bound(bounds[0], double.NegativeInfinity), Bound(bounds[1], double.PositiveInfinity));
        return samples.Sum(sample => sample.Values?.Count(value => value > above && value <= to) ?? 0);
    }

    private static double Bound(string text, double otherwise) => text.Length == 0 ? otherwise : double.Parse(text, CultureInfo.InvariantCulture);
}
