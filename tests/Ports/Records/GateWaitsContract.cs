using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Local;
using Slipway.Local.Records;

namespace Slipway.Tests.Ports.Records;

/// <summary>What holds for the tasks that wait at gates, wherever they are kept.</summary>
public abstract class GateWaitsContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected VirtualClock Clock { get; } = new(RecordSamples.Start);

    [Fact]
    public async Task The_waits_of_many_digests_are_found_together_and_no_others()
    {
        var waits = await OpenAsync();
        await waits.KeepAsync(Digest(1), new("shop-api-staging-1"), "one", Token);
        await waits.KeepAsync(Digest(1), new("shop-api-production-1"), "two", Token);
        await waits.KeepAsync(Digest(2), new("shop-api-production-2"), "three", Token);
        await waits.KeepAsync(Digest(3), new("shop-api-production-3"), "four", Token);

        var found = await waits.FindAsync([Digest(1), Digest(4), Digest(2), Digest(1)], Token);

        Assert.Equal(["one", "two"], found[Digest(1)].Order());
        Assert.Equal(["three"], found[Digest(2)]);
        Assert.Empty(found[Digest(3)]);
        Assert.Empty(found[Digest(4)]);
    }

    [Fact]
    public async Task Of_the_waits_of_a_release_the_last_one_counts()
    {
        var waits = await OpenAsync();
        await waits.KeepAsync(Digest(1), new("r"), "one", Token);
        await waits.KeepAsync(Digest(1), new("r"), "two", Token);
        await waits.KeepAsync(Digest(1), new("r"), "two", Token);

        Assert.Equal(["two"], (await waits.FindAsync([Digest(1)], Token))[Digest(1)]);
    }

    [Fact]
    public async Task Sixteen_releases_that_begin_to_wait_at_once_are_all_found()
    {
        var waits = await OpenAsync();
        var releases = Enumerable.Range(0, 16).Select(number => $"r-{number}").ToList();

        await Task.WhenAll(releases.Select(release => waits.KeepAsync(Digest(1), new(release), release, Token)));

        Assert.Equal(releases.Order(), (await waits.FindAsync([Digest(1)], Token))[Digest(1)].Order());
    }

    [Fact]
    public async Task More_digests_than_one_read_takes_are_found()
    {
        var waits = await OpenAsync();
        await waits.KeepAsync(Digest(1), new("r-1"), "one", Token);
        await waits.KeepAsync(Digest(120), new("r-120"), "last", Token);

        var found = await waits.FindAsync([.. Enumerable.Range(1, 120).Select(Digest)], Token);

        Assert.Equal(["last", "one"], found.SelectMany(tokens => tokens).Order());
        Assert.Empty(await waits.FindAsync([], Token));
    }

    protected abstract Task<IGateWaits> OpenAsync();

    private static Digest Digest(int number) => RecordSamples.Push(number).Image.Digest;
}

public sealed class SimulatedGateWaitsTests : GateWaitsContract
{
    protected override Task<IGateWaits> OpenAsync() => Task.FromResult<IGateWaits>(new GateWaits());
}
