using System.Globalization;

namespace Slipway.Benchmarks.ColdStart;

/// <summary>The figures side by side, and whether the targets are met.</summary>
internal static class Table
{
    private const double ToHello = 1.8;
    private const double TlsToHttp = 1.5;
    private const double Resident = 20;

    public static void Print(string framework, int runs, List<Start> starts)
    {
        Console.WriteLine($"Process start to first answer over the Lambda Runtime API, ms; Native AOT of {framework}, {runs} starts each, one after the other in turn, {Environment.ProcessorCount} cores.");
        Console.WriteLine($"{"",-40} {"median",8} {"min",8} {"max",8} {"to hello",9} {"CPU ms",7} {"to hello",9} {"MB",7} {"package MB",11}  calls of AWS");
        foreach (var start in starts)
        {
            var times = start.Samples.Select(sample => sample.Milliseconds).ToList();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{start.Name,-40} {start.Median,8:N1} {times.Min(),8:N1} {times.Max(),8:N1} {start.Median / starts[0].Median,9:N2} {start.Processor,7:N1} {start.Processor / starts[0].Processor,9:N2} {start.Megabytes,7:N1} {start.Bytes / 1048576.0,11:N1}  {Calls(start)}"));
        }

        Console.WriteLine();
        Judge("intake to hello-world", starts[1].Median / starts[0].Median, ToHello, "times");
        Judge("resident memory of the intake", starts[1].Megabytes, Resident, "MB");
        Judge("TLS with the shipped roots to HTTP", starts[2].Median / starts[1].Median, TlsToHttp, "times");
    }

    private static string Calls(Start start) =>
        start.Asked is [] ? "none" : $"{start.Asked.Count}: {string.Join(", ", start.Asked.CountBy(call => call).Select(call => $"{call.Value} {call.Key}"))}";

    private static void Judge(string what, double measured, double target, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {measured:N2} {unit}, target at most {target:N1}: {(measured <= target ? "met" : $"missed by {measured - target:N2}")}"));
}
