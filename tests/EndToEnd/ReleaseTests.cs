using Slipway.Domain.Releases;

namespace Slipway.Tests.EndToEnd;

public sealed class ReleaseTests
{
    [Fact]
    public void A_pushed_image_is_verified_in_every_environment_in_turn()
    {
        using var account = new Account();
        account.Push("cv-hub-api");

        account.Settle();

        Assert.Equal(ReleaseStatus.Verified, account.Release("development").Status);
        Assert.Equal(ReleaseStatus.Verified, account.Release("production").Status);
    }
}
