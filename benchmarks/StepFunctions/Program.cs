using System.Globalization;
using Slipway.Benchmarks.StepFunctions;

Console.WriteLine($"State transitions per second on one core, history kept ({Environment.ProcessorCount} cores here, .NET {Environment.Version}).");
Workload[] workloads = [Workload.Passes, Workload.Counting];
var own = workloads.Select(SlipwayEngine.Measure).ToArray();
Report("Slipway", own, own);

foreach (var (peer, measure) in new (string, Func<Workload, Measurement>)[] { ("aws-local-stepfunctions 3.0.0 (npm)", NodePeer.Measure), ("moto", MotoPeer.Measure) })
{
    var measured = workloads.Select(measure).ToArray();
    if (measured[0].Note is { } note)
        Console.WriteLine($"{peer}: {note}");

    Report(peer, measured, own);
}

static void Report(string who, Measurement[] measured, Measurement[] own)
{
    for (var at = 0; at < measured.Length; at++)
    {
        var ratio = ReferenceEquals(measured, own) ? "" : $"  Slipway is {(own[at].PerSecond / measured[at].PerSecond).ToString("N1", CultureInfo.InvariantCulture)} times as fast";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{who,-36} {measured[at].Workload.Name,-28} {measured[at].PerSecond,12:N0}/s{ratio}"));
    }
}
