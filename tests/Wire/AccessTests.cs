using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Slipway.Aws.Access;
using Slipway.Domain.Systems;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire;

public sealed class AccessTests(MotoServer moto)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_role_opens_the_account_of_an_environment_and_its_region()
    {
        var clients = moto.Clients();
        var there = await Who(clients, new("eu-central-1", "arn:aws:iam::222233334444:role/slipway"));
        var here = await Who(clients, clients.Home);

        Assert.Equal("222233334444", there.Account);
        Assert.EndsWith("assumed-role/slipway/slipway", there.Arn, StringComparison.Ordinal);
        Assert.NotEqual("222233334444", here.Account);
    }

    [Fact]
    public void A_service_has_one_client_for_each_location()
    {
        var clients = moto.Clients();
        Assert.Same(Client(clients, clients.Home), Client(clients, new(clients.Home.Region)));
        Assert.NotSame(Client(clients, clients.Home), Client(clients, new("eu-west-1")));
    }

    private static AmazonSecurityTokenServiceClient Client(AwsClients clients, Location location) =>
        clients.For<AmazonSecurityTokenServiceClient, AmazonSecurityTokenServiceConfig>(location, (credentials, config) => new(credentials, config));

    private static Task<GetCallerIdentityResponse> Who(AwsClients clients, Location location) => Client(clients, location).GetCallerIdentityAsync(new(), Token);
}
