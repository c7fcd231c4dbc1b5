using Slipway.Domain.Costs;
using Slipway.Domain.Systems;
using Slipway.Tests.Local.Account;

namespace Slipway.Tests.Ports.Services;

/// <summary>What holds for the bill, wherever it is kept.</summary>
public abstract class CostsContract
{
    private static readonly DateOnly February = new(2026, 2, 1);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_month_has_what_each_service_cost_and_is_read_the_same_again()
    {
        var costs = await OpenAsync();
        var month = await costs.ReadMonthAsync(Shop.Name, February, Token);

        Assert.Contains(month, cost => cost is { Service: "Amazon Relational Database Service", Amount: > 100 });
        Assert.Equal(month.Count, month.Select(cost => cost.Service).Distinct().Count());
        Assert.Equal(month, await costs.ReadMonthAsync(Shop.Name, February, Token));
    }

    [Fact]
    public async Task What_nothing_is_tagged_with_has_an_empty_bill() => Assert.Empty(await (await OpenAsync()).ReadMonthAsync(new SystemName("nobody"), February, Token));

    /// <summary>The bill of an account in which the shop runs.</summary>
    protected abstract Task<ICosts> OpenAsync();
}

public sealed class SimulatedCostsTests : CostsContract
{
    protected override Task<ICosts> OpenAsync() => Task.FromResult<ICosts>(new AccountRun().Account.Costs);
}
