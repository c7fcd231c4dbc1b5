using Slipway.Domain.Rollouts.Capacity;

namespace Slipway.Tests.Shared.Domain.Rollouts.Capacity;

public sealed class AmountTests
{
    private const double GiB = 1L << 30;

    [Theory]
    [InlineData("requests.cpu", 0.5, "500m CPU")]
    [InlineData("requests.cpu", 0.0025, "2.5m CPU")]
    [InlineData("cpu", 1.5, "1.5 CPU")]
    [InlineData("limits.cpu", 2, "2 CPU of limits")]
    [InlineData("requests.cpu", 0, "0 CPU")]
    [InlineData("requests.memory", 1.5 * GiB, "1.5 GiB")]
    [InlineData("memory", GiB / 2, "512 MiB")]
    [InlineData("limits.memory", GiB, "1 GiB of limits")]
    [InlineData("requests.ephemeral-storage", 10 * GiB, "10 GiB of storage")]
    [InlineData("requests.hugepages-2Mi", GiB / 4, "256 MiB of hugepages-2Mi")]
    [InlineData("pods", 1, "1 pod")]
    [InlineData("pods", 3, "3 pods")]
    [InlineData("count/pods", 3, "3 pods")]
    [InlineData("count/deployments.apps", 1, "1 Deployment")]
    [InlineData("count/jobs.batch", 2, "2 jobs")]
    [InlineData("requests.nvidia.com/gpu", 2, "2 nvidia.com/gpu")]
    public void An_amount_is_written_as_people_write_it(string resource, double value, string text) => Assert.Equal(text, Amount.Text(resource, value));

    [Fact]
    public void Sums_of_fractions_are_not_more_than_what_they_stand_for()
    {
        Assert.False(Amount.IsMore(0.1 + 0.2, 0.3));
        Assert.False(Amount.IsMore(3 * GiB, 3 * GiB));
        Assert.True(Amount.IsMore(0.301, 0.3));
        Assert.True(Amount.IsMore(GiB + 1024, GiB));
        Assert.True(Amount.IsMore(0.001, 0));
    }
}
