using System.Globalization;

namespace Slipway.Benchmarks.CanaryAnalysis;

/// <summary>What is asked for on the command line.</summary>
/// <param name="Problem">What is wrong with it; null when nothing is.</param>
public sealed record Options(int Runs, bool IsJson, bool IsHelp, string? Problem)
{
    private const int Most = 1_000_000;

    public const string Usage = "Usage: canary-analysis [--runs N] [--json], N simulated canaries for each row; 2000 without a word.";

    public static Options Parse(IReadOnlyList<string> words)
    {
        var options = new Options(2000, IsJson: false, IsHelp: false, null);
        for (var at = 0; at < words.Count && options.Problem is null; at++)
        {
            options = words[at] switch
            {
                "--json" => options with { IsJson = true },
                "--help" => options with { IsHelp = true },
                "--runs" => ++at < words.Count && int.TryParse(words[at], NumberStyles.None, CultureInfo.InvariantCulture, out var runs) && runs is > 0 and <= Most
                    ? options with { Runs = runs }
                    : options with { Problem = $"--runs takes a number from 1 to {Most}." },
                var word => options with { Problem = $"'{word}' is not known." },
            };
        }

        return options;
    }
}
