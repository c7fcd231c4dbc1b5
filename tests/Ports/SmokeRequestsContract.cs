using Slipway.Domain.Rollouts;
using Slipway.Local.Account;
using Slipway.Tests.Local.Account;

namespace Slipway.Tests.Ports;

/// <summary>What holds for smoke requests, whoever answers them.</summary>
public abstract class SmokeRequestsContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract ISmokeRequests Requests { get; }

    [Fact]
    public async Task An_answer_has_its_status_and_its_time()
    {
        var check = await HealthyAsync();
        var result = await Requests.SendAsync(check, Token);

        Assert.Equal((check, check.Expect, null), (result.Check, result.Status, result.Error));
        Assert.True(result.Latency > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_failure_is_an_answer_as_well()
    {
        var check = await UnhealthyAsync();
        var result = await Requests.SendAsync(check, Token);
        Assert.Equal((check, 503, null), (result.Check, result.Status, result.Error));
    }

    [Fact]
    public async Task Where_nobody_answers_there_is_no_status_but_a_reason()
    {
        var check = await NobodyAsync();
        var result = await Requests.SendAsync(check, Token);
        Assert.Equal((check, null), (result.Check, result.Status));
        Assert.False(string.IsNullOrWhiteSpace(result.Error));
    }

    [Fact]
    public async Task A_text_is_looked_for_in_an_answer_and_in_nothing_else()
    {
        Assert.Null((await Requests.SendAsync(await HealthyAsync(), Token)).Found);
        Assert.True((await Requests.SendAsync(await HealthyAsync() with { Contains = "ok" }, Token)).Found);
        Assert.False((await Requests.SendAsync(await UnhealthyAsync() with { Contains = "ok" }, Token)).Found);
        Assert.Null((await Requests.SendAsync(await NobodyAsync() with { Contains = "ok" }, Token)).Found);
    }

    /// <summary>A check that is answered as it expects, "ok".</summary>
    protected abstract Task<SmokeCheck> HealthyAsync();

    /// <summary>A check that is answered with 503.</summary>
    protected abstract Task<SmokeCheck> UnhealthyAsync();

    protected abstract Task<SmokeCheck> NobodyAsync();
}

public sealed class SimulatedSmokeRequestsTests : SmokeRequestsContract
{
    private readonly AccountRun _run = new();

    protected override ISmokeRequests Requests => _run.Account.Traffic;

    protected override Task<SmokeCheck> HealthyAsync() => Task.FromResult(Shop.ApiCheck);

    protected override async Task<SmokeCheck> UnhealthyAsync()
    {
        await _run.Deploy("api", ImageBehaviour.Unhealthy);
        Assert.True(_run.Settle(TimeSpan.FromMinutes(10)));
        return Shop.ApiCheck;
    }

    protected override Task<SmokeCheck> NobodyAsync() => Task.FromResult(new SmokeCheck("https://elsewhere.example/", 200));
}
