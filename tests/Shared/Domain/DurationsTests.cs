using Slipway.Domain;

namespace Slipway.Tests.Shared.Domain;

public sealed class DurationsTests
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.9, "0 s")]
    [InlineData(59.999, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(60.5, "1 min")]
    [InlineData(65, "1 min 05 s")]
    [InlineData(3599, "59 min 59 s")]
    [InlineData(3600, "1 h")]
    [InlineData(3659, "1 h")]
    [InlineData(5400, "1 h 30 min")]
    [InlineData(86400, "24 h")]
    [InlineData(180000, "50 h")]
    [InlineData(180060, "50 h 01 min")]
    public void A_duration_is_told_by_its_two_largest_units(double seconds, string text) => Assert.Equal(text, TimeSpan.FromSeconds(seconds).Text());
}
