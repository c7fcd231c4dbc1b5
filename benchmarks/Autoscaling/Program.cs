using System.Globalization;
using Slipway.Benchmarks.Autoscaling;
using Slipway.Domain.Scaling.Replays;
using Slipway.Local.Replays;

// Replica-hours and waits of drain beside KEDA and target tracking, on recorded loads. With --plots, the curves as SVG; with --targets, one tick over so many services instead.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Argument("--targets") is { } targets && int.TryParse(targets, out var many) && many is > 0 and <= 100_000)
{
    Ticks.Measure("template.yaml", many);
    return 0;
}

var folder = Argument("--traces") ?? Path.Combine("..", "shared", "traces");
if (args.Contains("--help") || !Directory.Exists(folder))
{
    Console.Error.WriteLine($"usage: Autoscaling [--traces FOLDER] [--plots FOLDER] [--targets N]; there {(Directory.Exists(folder) ? "are" : "are no")} traces in {folder}");
    return args.Contains("--help") ? 0 : 2;
}

var comparisons = Load.All(folder).Select(load => Comparison.Of(load, ReplayedPolicy.TargetTracking)).ToList();
Console.WriteLine("| load | policy | knob | replica-hours | mean wait, s | p99 wait, s | actions |\n|---|---|---:|---:|---:|---:|---:|");
foreach (var comparison in comparisons)
{
    foreach (var row in comparison.Rows)
    {
        Console.WriteLine($"| {comparison.Name} | {row.Name} | {row.Candidate.Knob:0.##} | {row.Outcome.ReplicaHours:0.0} | {row.Outcome.MeanWait:0.0} | {row.Outcome.Percentile(99):0.0} | {row.Outcome.Actions} |");
    }
}

Console.WriteLine("\n| load | KEDA with 2 for each replica | drain at no more than its p99 | share | where drain comes nearest to KEDA's curve |\n|---|---:|---:|---:|---:|");
foreach (var comparison in comparisons)
{
    var (keda, drain, nearest) = (comparison.AtKedasTarget.Outcome, comparison.Cheapest.Outcome, comparison.Nearest());
    Console.WriteLine($"| {comparison.Name} | {keda.ReplicaHours:0.0} h, p99 {keda.Percentile(99):0.0} s | {drain.ReplicaHours:0.0} h, p99 {drain.Percentile(99):0.0} s | {comparison.Share:0.00} | {nearest.Ratio:0.0000} at {nearest.Wait:0} s |");
}

Console.WriteLine($"\nGeometric mean of the shares: {Math.Exp(comparisons.Average(comparison => Math.Log(comparison.Share))):0.000}");
if (Argument("--plots") is { } plots)
{
    Directory.CreateDirectory(plots);
    comparisons.ForEach(comparison => File.WriteAllText(Path.Combine(plots, $"autoscaling-{comparison.Name}.svg"), ReplayPlot.Curves(comparison.Name, comparison.Rows, Comparison.Comparable)));
}

return 0;

string? Argument(string name) => Array.IndexOf(args, name) is >= 0 and var index && index + 1 < args.Length ? args[index + 1] : null;
