using Slipway.Local.Account;
using Slipway.Local.Records;

namespace Slipway.Tests.Local.Account;

public sealed class DeterminismTests
{
    [Fact]
    public async Task The_same_seed_and_the_same_calls_give_the_same_run_and_the_same_bytes()
    {
        var first = await Trace(seed: 7);

        Assert.Equal(first, await Trace(seed: 7));
        Assert.NotEqual(first, await Trace(seed: 8));
    }

    private static async Task<string> Trace(int seed)
    {
        var path = Path.GetTempFileName();
        using (var journal = new JournalKeeper(path))
        {
            var run = new AccountRun(seed, journal.Open);
            foreach (var behaviour in Enum.GetValues<ImageBehaviour>())
            {
                await run.Deploy(behaviour.ToString().Length % 2 == 0 ? "api" : "store", behaviour);
                run.Pass(TimeSpan.FromMinutes(7));
            }

            var pods = run.Account.Cluster.Workloads.SelectMany(run.Account.Cluster.Pods).Select(pod => pod.ToString());
            await run.Account.Reports.SaveAsync("pods", "text/plain", string.Join('\n', pods), AccountRun.Token);
        }

        var text = await File.ReadAllTextAsync(path, AccountRun.Token);
        File.Delete(path);
        return text;
    }

    private sealed class JournalKeeper(string path) : IDisposable
    {
        private Journal? _journal;

        public Journal Open(Slipway.Local.VirtualClock clock) => _journal = Journal.Create(path, clock);

        public void Dispose() => _journal?.Dispose();
    }
}
