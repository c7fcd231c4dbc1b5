using System.Globalization;
using Slipway.Domain;

namespace Slipway.Local.Replays;

/// <summary>
/// The jobs of a load: when each arrives and how long a replica works on it, in seconds, in the order of arrival. As a file it is CSV
/// with a heading: <c>seconds,work_seconds</c> has a row for each job, <c>seconds,arrivals</c> a row for each time from which so many
/// arrive, spread evenly until the next row; a fraction of a job is carried on.
/// </summary>
public sealed record LoadTrace(IReadOnlyList<double> Arrivals, IReadOnlyList<double> Work)
{
    private const string EachJob = "seconds,work_seconds";
    private const string Counted = "seconds,arrivals";
    private const int MostJobs = 20_000_000;
    private const double LongestSeconds = 366 * 86_400;

    public int Jobs => Arrivals.Count;

    /// <param name="work">How long a job takes where the file does not say it.</param>
    /// <exception cref="RejectedException">It is not such a file: the line, and what to write there.</exception>
    public static LoadTrace Read(string text, string name, TimeSpan work)
    {
        var lines = text.Split('\n').Select(line => line.Trim()).ToList();
        var heading = lines[0].Replace(" ", "", StringComparison.Ordinal);
        if (heading is not (EachJob or Counted))
        {
            throw new RejectedException($"{name}, line 1: write {EachJob} (a row for each job) or {Counted} (a row for each time) instead of '{heading}'.");
        }

        var rows = lines.Skip(1).Select((line, index) => (Line: index + 2, Text: line)).Where(row => row.Text.Length > 0).Select(row => Row(name, row.Line, row.Text)).ToList();
        CheckOrder(name, rows);
        var load = heading == EachJob ? OfJobs([.. rows.Select(row => (row.At, row.Value))]) : OfCounts([.. rows.Select(row => (row.At, row.Value))], work);
        return load.Jobs > 0 && load.Arrivals[^1] > LongestSeconds ? throw new RejectedException($"{name}: is longer than a year ({load.Arrivals[^1]:0} s); write seconds since its beginning.")
            : load.Jobs > 0 ? load : throw new RejectedException($"{name}: no job arrives in it; write how many do, such as 12.5,3.");
    }

    public static LoadTrace OfJobs(IReadOnlyList<(double At, double Work)> jobs) => new([.. jobs.Select(job => job.At)], [.. jobs.Select(job => job.Work)]);

    /// <summary>So many jobs from each time on, spread evenly until the next one; after the last time as long as before it.</summary>
    public static LoadTrace OfCounts(IReadOnlyList<(double At, double Jobs)> counts, TimeSpan work)
    {
        var arrivals = new List<double>();
        var carried = 0.0;
        if (counts.Sum(count => count.Jobs) > MostJobs)
        {
            throw new RejectedException($"{counts.Sum(count => count.Jobs):0} jobs are too many to replay; leave at most {MostJobs} of them.");
        }

        for (var index = 0; index < counts.Count; index++)
        {
            var (at, jobs) = counts[index];
            var length = index + 1 < counts.Count ? counts[index + 1].At - at : index > 0 ? at - counts[index - 1].At : 60;
            carried += jobs;
            var whole = (int)carried;
            carried -= whole;
            arrivals.AddRange(Enumerable.Range(0, whole).Select(job => at + (length * job / whole)));
        }

        return new(arrivals, [.. Enumerable.Repeat(work.TotalSeconds, arrivals.Count)]);
    }

    private static (int Line, double At, double Value) Row(string name, int line, string text) =>
        text.Split(',') is [var at, var value] && Number(at) is { } seconds && Number(value) is { } number
            ? (line, seconds, number)
            : throw new RejectedException($"{name}, line {line}: write two numbers of zero or more such as 12.5,3 instead of '{text}'.");

    private static void CheckOrder(string name, List<(int Line, double At, double Value)> rows)
    {
        if (rows.Count == 0)
        {
            throw new RejectedException($"{name}: no load follows the heading; write rows such as 12.5,3.");
        }

        if (rows.Zip(rows.Skip(1)).FirstOrDefault(pair => pair.Second.At < pair.First.At) is { Second.Line: > 0 and var line })
        {
            throw new RejectedException($"{name}, line {line}: is earlier than the line before; sort the rows by their seconds.");
        }
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1e9 ? number : null;
}
