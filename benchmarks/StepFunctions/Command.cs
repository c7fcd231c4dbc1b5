using System.ComponentModel;
using System.Diagnostics;

namespace Slipway.Benchmarks.StepFunctions;

/// <summary>Programs that a peer needs.</summary>
internal static class Command
{
    /// <summary>Exit code and output; null when the program is not there.</summary>
    public static (int Code, string Output)? Run(string program, string directory, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, process.ExitCode == 0 ? output : output + errors.Result);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
