using System.Diagnostics;

namespace Slipway.Tests.Cli;

/// <summary>The command as the shell sees it: a process with streams, an environment and signals.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task Its_output_is_the_same_in_every_time_zone_and_language_and_has_no_colour_when_piped()
    {
        using var shell = new Shell();

        var plain = await RunAsync(shell, ("TZ", "UTC"), ("LANG", "C"), ("TERM", "dumb"));
        var other = await RunAsync(shell, ("TZ", "Asia/Kathmandu"), ("LANG", "tr_TR.ISO-8859-9"), ("TERM", "xterm-256color"));

        Assert.Equal(plain, other);
        Assert.Equal(2, plain.Code);
        Assert.DoesNotContain('\u001b', other.Out);
        Assert.Contains("✗ scan", plain.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_kill_in_the_middle_the_releases_can_be_read()
    {
        using var shell = new Shell();
        using (var process = Start(shell, ["run", "--speed", "300"]))
        {
            await JournalAsync(shell, process, "snapshotting");
            process.Kill(entireProcessTree: true);
            await process.EndAsync();
        }

        var said = await shell.SaysAsync("releases");

        Assert.Equal(0, said.Code);
        Assert.Contains("snapshotting", said.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_with_a_sentence()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs the kill command");
        using var shell = new Shell();
        using var process = Start(shell, ["run", "--speed", "real"]);
        await JournalAsync(shell, process, "push");

        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        var (code, _, error) = await process.EndAsync();

        Assert.Equal(130, code);
        Assert.StartsWith("slipway: ended at 09:00:", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static async Task<Said> RunAsync(Shell shell, params (string Name, string Value)[] environment)
    {
        using var process = Start(shell, ["run", "--image", "vulnerable"], environment);
        var (code, output, error) = await process.EndAsync();
        return new(code, output, error);
    }

    /// <summary>Waits until the journal names something, or the process has ended, which the test finds out by itself.</summary>
    private static Task JournalAsync(Shell shell, Process process, string name) => Patience.UntilAsync(
        $"the journal to name {name}",
        () => process.HasExited || (File.Exists(shell.Journal) && File.ReadAllText(shell.Journal).Contains(name, StringComparison.Ordinal)));

    private static Process Start(Shell shell, IEnumerable<string> words, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.BuiltOf("Cli", "slipway.dll"), .. words])
        {
            WorkingDirectory = shell.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
