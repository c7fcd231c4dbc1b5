using Slipway.Domain.Releases;
using Slipway.Local;
using Slipway.Local.Records;

namespace Slipway.Tests.Local.Records;

public sealed class LeaseTests
{
    private static readonly LeaseKey Api = new(new("shop"), new("production"), new("api"));
    private static readonly LeaseKey Web = Api with { Service = new("web") };
    private static readonly ReleaseId One = new("one");
    private static readonly ReleaseId Two = new("two");
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly VirtualClock _clock = new(RecordSamples.Start);
    private readonly Leases _leases;

    public LeaseTests() => _leases = new(Journal.InMemory(_clock), _clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_held_lease_is_answered_with_its_holder_and_renewed_with_the_same_token()
    {
        var first = await _leases.AcquireAsync(Api, One, Hour, Token);
        _clock.RunUntil(RecordSamples.Start.AddMinutes(30));

        Assert.Equal(first, await _leases.AcquireAsync(Api, Two, Hour, Token));
        var renewed = await _leases.AcquireAsync(Api, One, Hour, Token);
        Assert.Equal((first.Token, RecordSamples.Start.AddMinutes(90)), (renewed.Token, renewed.Expires));
    }

    [Fact]
    public async Task A_lease_that_expired_or_was_given_back_goes_to_the_next_with_a_higher_token()
    {
        var first = await _leases.AcquireAsync(Api, One, Hour, Token);
        _clock.RunUntil(RecordSamples.Start + Hour);
        Assert.Null(await _leases.FindAsync(Api, Token));

        var second = await _leases.AcquireAsync(Api, Two, Hour, Token);
        Assert.Equal(Two, second.Holder);
        Assert.True(second.Token > first.Token);

        await _leases.ReleaseAsync(Api, One, Token);
        Assert.Equal(second, await _leases.FindAsync(Api, Token));
        await _leases.ReleaseAsync(Api, Two, Token);
        Assert.Empty(_leases.Held);
        Assert.True((await _leases.AcquireAsync(Api, One, Hour, Token)).Token > second.Token);
    }

    [Fact]
    public async Task Tokens_rise_over_all_leases_so_that_a_later_holder_is_never_below_an_earlier_one()
    {
        var web = await _leases.AcquireAsync(Web, One, Hour, Token);
        var api = await _leases.AcquireAsync(Api, One, Hour, Token);
        await _leases.ReleaseAsync(Web, One, Token);

        var next = await _leases.AcquireAsync(Web, Two, Hour, Token);
        Assert.True(next.Token > Math.Max(web.Token, api.Token));
    }
}
