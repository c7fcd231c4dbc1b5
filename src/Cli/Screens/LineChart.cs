using System.Globalization;

namespace Slipway.Cli.Screens;

/// <summary>Values over time as bars of eighths of a character, beneath their name and their highest.</summary>
internal static class LineChart
{
    private const string Eighths = " ▁▂▃▄▅▆▇█";

    /// <summary>One line more than rows; of several values that share a column the highest shows.</summary>
    public static IEnumerable<string> Draw(string name, IReadOnlyList<double> values, int columns, int rows)
    {
        var highest = Math.Max(1, values.DefaultIfEmpty().Max());
        var bars = Columns(values, columns).Select(value => (int)Math.Ceiling(value / highest * rows * 8)).ToList();
        yield return string.Create(CultureInfo.InvariantCulture, $"  {name}, at most {highest:0}");
        for (var row = rows - 1; row >= 0; row--)
        {
            yield return $"  {string.Concat(bars.Select(bar => Eighths[Math.Clamp(bar - (8 * row), 0, 8)]))}".TrimEnd();
        }
    }

    private static IEnumerable<double> Columns(IReadOnlyList<double> values, int columns) => Enumerable.Range(0, values.Count == 0 ? 0 : columns).Select(column =>
    {
        var from = column * values.Count / columns;
        return values.Skip(from).Take(Math.Max(1, ((column + 1) * values.Count / columns) - from)).Max();
    });
}
