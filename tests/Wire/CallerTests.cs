using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire;

public sealed class CallerTests(MotoServer moto)
{
    [Fact]
    public async Task Who_asks_is_told_by_the_credentials() => Assert.Equal("moto", await Caller.NameAsync(moto.Clients(), TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Deployer/ann@example.com", "ann@example.com")]
    [InlineData("arn:aws:iam::111122223333:user/team/ann", "ann")]
    public void A_session_and_a_user_have_names(string arn, string name) => Assert.Equal(name, Caller.Name(arn));

    [Fact]
    public void The_root_of_an_account_is_nobody() => Assert.Throws<RejectedException>(() => Caller.Name("arn:aws:iam::111122223333:root"));
}
