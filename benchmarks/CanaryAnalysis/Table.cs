using System.Globalization;

namespace Slipway.Benchmarks.CanaryAnalysis;

/// <summary>The rows for people, within 80 columns.</summary>
public static class Table
{
    public static string Head(int runs) => string.Create(CultureInfo.InvariantCulture, $"""
        {runs:N0} runs of {Traffic.Minutes} minutes for each row, {Traffic.PerSecond} requests a second in all: how many
        were stopped, in %, and the median of the minutes until then. Beside Slipway
        limits as in Flagger and Argo Rollouts (1 % errors, p99 of 500 ms; three failed
        checks of a minute stop), and Mann-Whitney and z-tests at 0.01 every minute,
        uncorrected.

        {"",-34} share {"slipway",11} {"limits",11} {"uncorrected",13}
        """);

    public static string Title(Wanted wanted) => wanted switch
    {
        Wanted.GoOn => "no worse, to be stopped in 1 % at most",
        Wanted.Stop => "worse, to be stopped in 95 % at least",
        _ => "no worse, but swaying more than its policy says",
    };

    public static string Line(Row row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Scenario,-34} {100 * row.Share,3:0} % {Cell(row, 0)} {Cell(row, 1)}   {Cell(row, 2)}{(!row.IsShown ? " *" : row.IsMet ? "" : " !")}").TrimEnd();

    private static string Cell(Row row, int watch) => row.Outcomes[watch] is var outcome && outcome.Stopped == 0
        ? "    0     -"
        : string.Create(CultureInfo.InvariantCulture, $"{100.0 * outcome.Stopped / row.Runs,5:0.0} {outcome.MedianMinutes,3} m");
}
