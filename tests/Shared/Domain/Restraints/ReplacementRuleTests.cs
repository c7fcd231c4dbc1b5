using Slipway.Domain.Restraints;

namespace Slipway.Tests.Shared.Domain.Restraints;

public sealed class ReplacementRuleTests
{
    private const string Sooner = "There is a freeze of shop/us already, by ann, without an end: incident. Lift it first if it is to end sooner.";
    private const string Halted = "shop/us is frozen by ann: incident. What comes after it waits, too, until that is lifted: slipway unfreeze shop/us.";
    private static readonly Restraint Freeze = new(RestraintKind.Freeze, "shop/us", "incident", "ann", Any.Time);
    private static readonly Restraint Maintenance = Freeze with { Reason = "upgrade", IsMaintenance = true };

    public static TheoryData<Restraint, Restraint?, string?> Table => new()
    {
        { Freeze, null, null },
        { Maintenance, null, null },
        { Freeze, Freeze, null },
        { Freeze with { Expires = Any.Time.AddHours(1) }, Freeze, Sooner },
        { Maintenance with { Expires = Any.Time.AddHours(1) }, Freeze, Sooner },
        { Freeze with { Expires = Any.Time.AddHours(1) }, Maintenance, "There is a maintenance of shop/us already, by ann, without an end: upgrade. Lift it first if it is to end sooner." },
        { Freeze with { Expires = Any.Time.AddHours(2) }, Freeze with { Expires = Any.Time.AddHours(1) }, null },
        { Maintenance, Freeze, null },
        { Maintenance with { By = "bob" }, Freeze, Halted },
        { Maintenance with { By = "bob" }, Maintenance, null },
        { Freeze with { By = "bob" }, Maintenance, null },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void No_restraint_is_weakened_by_chance(Restraint asked, Restraint? standing, string? reason) => Assert.Equal(reason, ReplacementRule.Against(asked, standing));
}
