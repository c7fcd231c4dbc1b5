using Slipway.Domain.Rollouts.Canary;

namespace Slipway.Tests.Shared.Domain.Rollouts.Canary;

public sealed class StandardNormalTests
{
    [Theory]
    [InlineData(-1, 0.841344746068543)]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.158655253931457)]
    [InlineData(1.96, 0.0249978951482204)]
    [InlineData(2, 0.0227501319481792)]
    [InlineData(3, 0.00134989803163009)]
    [InlineData(4, 3.16712418331199e-5)]
    [InlineData(5, 2.86651571879194e-7)]
    [InlineData(6, 9.86587645037698e-10)]
    [InlineData(8, 6.22096057427178e-16)]
    public void Its_tail_is_that_of_the_tables_far_out_too(double z, double tail) => Assert.InRange(StandardNormal.UpperTail(z) / tail, 1 - 1e-10, 1 + 1e-10);

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.05, 1.644853626951473)]
    [InlineData(0.025, 1.959963984540054)]
    [InlineData(0.01, 2.326347874040841)]
    [InlineData(0.001, 3.090232306167813)]
    [InlineData(0.000001, 4.753424308822899)]
    public void Its_quantiles_are_those_of_the_tables(double tail, double z) => Assert.Equal(z, StandardNormal.Quantile(tail), 10);

    [Fact]
    public void Its_series_and_its_fraction_meet() =>
        Assert.InRange(StandardNormal.UpperTail(3) / StandardNormal.UpperTail(3 - 1e-12), 1 - 1e-10, 1);
}
