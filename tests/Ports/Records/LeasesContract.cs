using Slipway.Domain.Releases;
using Slipway.Local;
using Slipway.Local.Records;

namespace Slipway.Tests.Ports.Records;

/// <summary>What holds for the leases, wherever they are kept.</summary>
public abstract class LeasesContract
{
    private static readonly LeaseKey Api = new(new("shop"), new("production"), new("api"));
    private static readonly LeaseKey Web = Api with { Service = new("web") };
    private static readonly ReleaseId One = new("one");
    private static readonly ReleaseId Two = new("two");
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected VirtualClock Clock { get; } = new(RecordSamples.Start);

    [Fact]
    public async Task A_held_lease_is_answered_with_its_holder_and_renewed_with_the_same_token()
    {
        var leases = await OpenAsync();
        var first = await leases.AcquireAsync(Api, One, Hour, Token);
        Assert.Equal((One, RecordSamples.Start + Hour), (first.Holder, first.Expires));
        Clock.RunUntil(RecordSamples.Start.AddMinutes(30));

        Assert.Equal(first, await leases.AcquireAsync(Api, Two, Hour, Token));
        Assert.Equal(first, await leases.FindAsync(Api, Token));
        var renewed = await leases.AcquireAsync(Api, One, Hour, Token);
        Assert.Equal((first.Token, RecordSamples.Start.AddMinutes(90)), (renewed.Token, renewed.Expires));
        Assert.Equal(renewed, await leases.FindAsync(Api, Token));
    }

    [Fact]
    public async Task A_lease_that_expired_or_was_given_back_goes_to_the_next_with_a_higher_token()
    {
        var leases = await OpenAsync();
        var first = await leases.AcquireAsync(Api, One, Hour, Token);
        Clock.RunUntil(RecordSamples.Start + Hour);
        Assert.Null(await leases.FindAsync(Api, Token));

        var second = await leases.AcquireAsync(Api, Two, Hour, Token);
        Assert.Equal(Two, second.Holder);
        Assert.True(second.Token > first.Token);

        await leases.ReleaseAsync(Api, One, Token);
        Assert.Equal(second, await leases.FindAsync(Api, Token));
        await leases.ReleaseAsync(Api, Two, Token);
        Assert.Null(await leases.FindAsync(Api, Token));
        await leases.ReleaseAsync(Api, Two, Token);
        Assert.True((await leases.AcquireAsync(Api, One, Hour, Token)).Token > second.Token);
    }

    [Fact]
    public async Task A_holder_that_comes_back_after_its_lease_expired_gets_a_higher_token()
    {
        var leases = await OpenAsync();
        var first = await leases.AcquireAsync(Api, One, Hour, Token);
        Clock.RunUntil(RecordSamples.Start + Hour);
        Assert.True((await leases.AcquireAsync(Api, One, Hour, Token)).Token > first.Token);
    }

    [Fact]
    public async Task Giving_back_what_nobody_holds_changes_nothing()
    {
        var leases = await OpenAsync();
        await leases.ReleaseAsync(Api, One, Token);
        Assert.Null(await leases.FindAsync(Api, Token));
    }

    [Fact]
    public async Task Tokens_rise_over_all_leases_so_that_a_later_holder_is_never_below_an_earlier_one()
    {
        var leases = await OpenAsync();
        var web = await leases.AcquireAsync(Web, One, Hour, Token);
        var api = await leases.AcquireAsync(Api, One, Hour, Token);
        await leases.ReleaseAsync(Web, One, Token);

        var next = await leases.AcquireAsync(Web, Two, Hour, Token);
        Assert.True(next.Token > Math.Max(web.Token, api.Token));
    }

    [Fact]
    public async Task Of_sixteen_who_want_a_lease_one_holds_it_and_all_know_who()
    {
        var leases = await OpenAsync();
        var last = 0L;
        for (var round = 0; round < 3; round++)
        {
            var runner = 0;
            var answers = await Race.RunAsync(16, () => leases.AcquireAsync(Api, new($"release-{Interlocked.Increment(ref runner)}"), Hour, Token));
            var lease = Assert.Single(answers.Distinct());
            Assert.True(lease.Token > last);
            last = lease.Token;
            await leases.ReleaseAsync(Api, lease.Holder, Token);
        }
    }

    [Fact]
    public async Task No_two_leases_have_one_token()
    {
        var leases = await OpenAsync();
        var service = 0;
        var answers = await Race.RunAsync(16, () => leases.AcquireAsync(Api with { Service = new($"service-{Interlocked.Increment(ref service)}") }, One, Hour, Token));
        Assert.Equal(16, answers.Select(lease => lease.Token).Distinct().Count());
    }

    protected abstract Task<ILeases> OpenAsync();
}

public sealed class SimulatedLeasesTests : LeasesContract
{
    protected override Task<ILeases> OpenAsync() => Task.FromResult<ILeases>(new Leases(Journal.InMemory(Clock), Clock));
}
