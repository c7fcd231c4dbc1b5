using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Slipway.Benchmarks.ColdStart;

/// <summary>
/// Which methods a start runs, as valgrind sees them: the compiler lays them together by this list, so that a start touches
/// a few pages of the program and not all of them. A name that the program does not have any more does no harm.
/// </summary>
internal static partial class Order
{
    public const string List = "src/Functions/start.order";

    /// <summary>The names are in the symbols, which valgrind cannot read with debug information beside them.</summary>
    public static readonly string[] Symbols = ["-p:StripSymbols=false", "-p:NativeDebugSymbols=false"];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The names of the methods that a program runs from its start to its first answer.</summary>
    /// <exception cref="InvalidOperationException">There is no valgrind, or no answer came.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(RuntimeApi runtime, string program, string json, IReadOnlyDictionary<string, string> environment)
    {
        var calls = Path.GetTempFileName();
        var answer = runtime.Offer(json);
        var info = new ProcessStartInfo("valgrind", ["--tool=callgrind", $"--callgrind-out-file={calls}", program]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            info.Environment[name] = value;

        // Valgrind has no room for the address space that the collector reserves without a limit.
        info.Environment["DOTNET_GCHeapHardLimit"] = "0x8000000";
        try
        {
            using var process = Process.Start(info) ?? throw new Win32Exception();
            await answer.WaitAsync(Patience);
            using var end = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync();
            return [.. File.ReadLines(calls).Select(line => Method().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct()];
        }
        catch (Exception failure) when (failure is Win32Exception or TimeoutException)
        {
            throw new InvalidOperationException($"The methods of a start cannot be listed, which takes valgrind: {failure.Message}", failure);
        }
        finally
        {
            File.Delete(calls);
        }
    }

    /// <summary>
    /// A method of .NET: its type and its name with two underscores between them. What else runs there is not the compiler's, and
    /// valgrind counts the levels of a recursion.
    /// </summary>
    [GeneratedRegex(@"^c?fn=\(\d+\) ([A-Za-z][^\s('*]*__[^\s('*]+)(?:'\d+)?$")]
    private static partial Regex Method();
}
