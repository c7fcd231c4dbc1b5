using System.Globalization;
using Slipway.Local.Replays;

namespace Slipway.Benchmarks.Autoscaling;

/// <summary>The recorded loads, as the README beside them says that they are replayed.</summary>
public sealed record Load(string Name, LoadTrace Trace)
{
    private static readonly TimeSpan WebWork = TimeSpan.FromSeconds(2);

    public static IReadOnlyList<Load> All(string folder) =>
    [
        new("code", OfTokens(Path.Combine(folder, "AzureLLMInferenceTrace_code.csv"), 0.1)),
        new("conv", OfTokens(Path.Combine(folder, "AzureLLMInferenceTrace_conv.csv"), 0.03)),
        new("worldcup98", OfMinutes(Path.Combine(folder, "worldcup98_week.csv"))),
    ];

    /// <summary>A job for each row at its time; half a second of work, and some more for each token made.</summary>
    private static LoadTrace OfTokens(string path, double secondsEach)
    {
        var rows = File.ReadLines(path).Skip(1).Select(line => line.Split(',')).Select(row => (At: Time(row[0]), Work: 0.5 + (secondsEach * Number(row[2])))).ToList();
        return LoadTrace.OfJobs([.. rows.Select(row => ((row.At - rows[0].At).TotalSeconds, row.Work))]);
    }

    /// <summary>A thousandth of the requests of each minute.</summary>
    private static LoadTrace OfMinutes(string path) =>
        LoadTrace.OfCounts([.. File.ReadLines(path).Skip(1).Select((line, minute) => (60.0 * minute, Number(line.Split(',')[1]) / 1000))], WebWork);

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
