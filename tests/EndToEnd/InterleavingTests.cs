using System.Collections.Concurrent;
using Slipway.Benchmarks.Interleavings;
using Slipway.Local.Hosting;

namespace Slipway.Tests.EndToEnd;

/// <summary>A thousand of the random courses of things of `benchmarks/Interleavings`, which runs as many as one likes, and some in which people have an environment in maintenance.</summary>
public sealed class InterleavingTests
{
    [Theory]
    [InlineData(1000, false)]
    [InlineData(250, true)]
    public void Whatever_comes_in_whatever_order_no_invariant_is_broken(int courses, bool isMaintained)
    {
        var plan = TemplatePlan.Read(Path.Combine(Repository.Root, "template.yaml"), "us-east-1", "123456789012");
        var broken = new ConcurrentBag<string>();
        Parallel.For(1, courses + 1, new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken }, seed =>
        {
            foreach (var sentence in Interleaving.Run(seed, plan, isMaintained))
            {
                broken.Add($"seed {seed}: {sentence}");
            }
        });

        Assert.Empty(broken);
    }
}
