using System.Diagnostics;

namespace Slipway.Benchmarks.ImagePromotion;

/// <summary>How long a process took and the most memory that it held.</summary>
internal sealed record Measurement(double Seconds, double PeakMegabytes, string Note);

/// <summary>Programs run as processes of their own, so that each one's memory is its own.</summary>
internal static class Command
{
    public static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs to the end; the peak is what the kernel last said of the process before it ended (VmHWM).</summary>
    public static async Task<Measurement> MeasureAsync(string program, params string[] arguments)
    {
        var started = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var texts = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var ended = process.WaitForExitAsync();
        var peak = 0.0;
        while (await Task.WhenAny(ended, Task.Delay(5)) != ended)
        {
            peak = Math.Max(peak, Peak(process.Id));
        }

        var seconds = started.Elapsed.TotalSeconds;
        var output = await texts;
        return process.ExitCode == 0 ? new(seconds, peak, output[0].Trim()) : throw new InvalidOperationException($"{program} failed: {output[0]}{output[1]}");
    }

    private static double Peak(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line["VmHWM:".Length..^"kB".Length], System.Globalization.CultureInfo.InvariantCulture) / 1024;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
