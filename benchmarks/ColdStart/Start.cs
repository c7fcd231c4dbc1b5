using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Slipway.Benchmarks.ColdStart;

/// <summary>What one start took until its first answer: time on the clock, time of processors, and the most memory that was resident.</summary>
internal readonly record struct Sample(double Milliseconds, double Processor, double Megabytes);

/// <summary>A way to start a program, and what was measured of it.</summary>
internal sealed class Start(string name, Publication program, string json, IReadOnlyDictionary<string, string> environment)
{
    private const string Resident = "VmHWM:";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly List<Sample> _samples = [];

    public string Name => name;

    public long Bytes => program.Bytes;

    public IReadOnlyList<Sample> Samples => _samples;

    /// <summary>What AWS was asked in the last start.</summary>
    public IReadOnlyList<string> Asked { get; private set; } = [];

    public double Median => MedianOf(sample => sample.Milliseconds);

    /// <summary>In milliseconds; what else runs on the machine counts less here than on the clock.</summary>
    public double Processor => MedianOf(sample => sample.Processor);

    public double Megabytes => _samples.Max(sample => sample.Megabytes);

    /// <exception cref="InvalidOperationException">The program gave no answer, or another than its caller expects.</exception>
    public async Task MeasureAsync(RuntimeApi runtime, FakeAws aws, bool counts)
    {
        aws.Forget();
        var answer = runtime.Offer(json);
        var info = new ProcessStartInfo(program.Program) { RedirectStandardError = true, RedirectStandardOutput = true };
        if (program.Argument is { } argument)
            info.ArgumentList.Add(argument);

        if (program.Argument is null)
            info.Environment.Clear();

        foreach (var (key, value) in environment)
            info.Environment[key] = value;

        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(info) ?? throw new Win32Exception();
        try
        {
            var (at, path, body) = await answer.WaitAsync(Patience);
            var sample = new Sample(Stopwatch.GetElapsedTime(begun, at).TotalMilliseconds, ProcessorOf(process.Id), PeakOf(process.Id));
            if (!path.EndsWith("/response", StringComparison.Ordinal) || body.Contains("itemIdentifier", StringComparison.Ordinal))
                throw new InvalidOperationException($"{name} answered at {path}: {body}");

            Asked = [.. aws.Asked];
            if (counts)
                _samples.Add(sample);
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw new InvalidOperationException($"{name} gave no answer: {await process.StandardError.ReadToEndAsync()}");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private double MedianOf(Func<Sample, double> figure) => _samples.Select(figure).Order().ElementAt(_samples.Count / 2);

    /// <summary>The kernel's own count for each thread, in nanoseconds.</summary>
    private static double ProcessorOf(int process) =>
        Directory.EnumerateDirectories($"/proc/{process}/task").Sum(thread => double.Parse(File.ReadAllText($"{thread}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture)) / 1e6;

    private static double PeakOf(int process) =>
        double.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(Resident, StringComparison.Ordinal))[Resident.Length..^3], CultureInfo.InvariantCulture) / 1024;
}
