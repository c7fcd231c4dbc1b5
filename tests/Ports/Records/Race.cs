using Slipway.Domain;

namespace Slipway.Tests.Ports.Records;

/// <summary>Many who do the same at the same time.</summary>
internal static class Race
{
    /// <summary>How many of them wrote; the others met a conflict.</summary>
    public static async Task<int> WinnersAsync(int runners, Func<Task> write) => (await RunAsync(runners, async () =>
    {
        try
        {
            await write();
            return true;
        }
        catch (ConflictException)
        {
            return false;
        }
    })).Count(won => won);

    /// <summary>Starts all before it waits for the first; what answers at once, as the simulated account does, goes one after the other.</summary>
    public static async Task<IReadOnlyList<T>> RunAsync<T>(int runners, Func<Task<T>> run)
    {
        var all = Enumerable.Range(0, runners).Select(_ => run()).ToList();
        return await Task.WhenAll(all);
    }
}
