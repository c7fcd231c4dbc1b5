using Slipway.Domain.Restraints;
using Slipway.Local;
using Slipway.Local.Records;

namespace Slipway.Tests.Ports.Records;

/// <summary>What holds for quarantines, holds and freezes, wherever they are kept.</summary>
public abstract class RestraintsContract
{
    private static readonly Restraint Freeze = new(RestraintKind.Freeze, "shop/production", "year's end ä", "ann", RecordSamples.Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected VirtualClock Clock { get; } = new(RecordSamples.Start);

    [Fact]
    public async Task What_was_put_is_found_under_its_kind_and_scope_alone()
    {
        var restraints = await OpenAsync();
        await restraints.PutAsync(Freeze, Token);

        Assert.Equal(Freeze, await restraints.FindAsync(RestraintKind.Freeze, "shop/production", Token));
        Assert.Null(await restraints.FindAsync(RestraintKind.Hold, "shop/production", Token));
        Assert.Null(await restraints.FindAsync(RestraintKind.Freeze, "shop", Token));
    }

    [Fact]
    public async Task Those_of_a_kind_are_listed_by_scope()
    {
        var restraints = await OpenAsync();
        Assert.Empty(await restraints.ListAsync(RestraintKind.Freeze, Token));
        await restraints.PutAsync(Freeze, Token);
        await restraints.PutAsync(Freeze with { Scope = "all", Expires = RecordSamples.Start.AddHours(1) }, Token);
        await restraints.PutAsync(Freeze with { Kind = RestraintKind.Hold, Scope = "shop/production/api" }, Token);

        Assert.Equal(["all", "shop/production"], (await restraints.ListAsync(RestraintKind.Freeze, Token)).Select(freeze => freeze.Scope));
    }

    [Fact]
    public async Task The_last_one_of_a_scope_counts()
    {
        var restraints = await OpenAsync();
        await restraints.PutAsync(Freeze, Token);
        var longer = Freeze with { Reason = "longer", Expires = RecordSamples.Start.AddDays(1), IsMaintenance = true };
        await restraints.PutAsync(longer, Token);

        Assert.Equal(longer, Assert.Single(await restraints.ListAsync(RestraintKind.Freeze, Token)));
    }

    [Fact]
    public async Task What_was_lifted_is_gone_and_may_be_put_again()
    {
        var restraints = await OpenAsync();
        await restraints.LiftAsync(RestraintKind.Freeze, Freeze.Scope, Token);
        await restraints.PutAsync(Freeze, Token);
        await restraints.LiftAsync(RestraintKind.Freeze, Freeze.Scope, Token);
        Assert.Null(await restraints.FindAsync(RestraintKind.Freeze, Freeze.Scope, Token));
        Assert.Empty(await restraints.ListAsync(RestraintKind.Freeze, Token));

        await restraints.PutAsync(Freeze, Token);
        Assert.Equal(Freeze, await restraints.FindAsync(RestraintKind.Freeze, Freeze.Scope, Token));
    }

    protected abstract Task<IRestraints> OpenAsync();
}

public sealed class SimulatedRestraintsTests : RestraintsContract
{
    protected override Task<IRestraints> OpenAsync() => Task.FromResult<IRestraints>(new Restraints(Journal.InMemory(Clock)));
}
