using System.Diagnostics;

namespace Slipway.Tests;

/// <summary>How long tests wait for others: longer than a loaded machine takes, and never for ever, so that what hangs fails by its name.</summary>
internal static class Patience
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Exit code and what was written to the streams that are redirected. A process that takes too long is killed and fails the test.</summary>
    public static async Task<(int Code, string Output, string Error)> EndAsync(this Process process, TimeSpan? limit = null)
    {
        var start = process.StartInfo;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        over.CancelAfter(limit ?? Longest);
        try
        {
            var texts = await Task.WhenAll(
                start.RedirectStandardOutput ? process.StandardOutput.ReadToEndAsync(over.Token) : Task.FromResult(""),
                start.RedirectStandardError ? process.StandardError.ReadToEndAsync(over.Token) : Task.FromResult(""));
            await process.WaitForExitAsync(over.Token);
            return (process.ExitCode, texts[0], texts[1]);
        }
        catch (OperationCanceledException failure)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{start.FileName} {string.Join(' ', start.ArgumentList)} did not end within {limit ?? Longest}.", failure);
        }
    }

    /// <summary>Looks again and again until it is so.</summary>
    /// <param name="awaited">What is waited for, to be said when it does not come: "the journal to name a push".</param>
    public static async Task UntilAsync(string awaited, Func<bool> isSo)
    {
        for (var waited = Stopwatch.StartNew(); !isSo(); await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            Assert.True(waited.Elapsed < Longest, $"Waited {Longest} for {awaited}.");
        }
    }
}
