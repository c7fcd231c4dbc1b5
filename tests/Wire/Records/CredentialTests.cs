using Amazon.Runtime;
using Slipway.Aws.Records;
using Slipway.Aws.Storage;
using Slipway.Domain;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Records;

public sealed class CredentialTests(GuardedMoto guarded) : IClassFixture<GuardedMoto>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_that_AWS_does_not_know_are_said_to_be_wrong_but_not_shown()
    {
        await guarded.GuardAsync();
        var clients = guarded.Moto.Clients(credentials: new BasicAWSCredentials("AKIAUNKNOWN", "not-to-be-shown"));
        var table = await Assert.ThrowsAsync<RejectedException>(() => new DynamoPushes(new(clients, "records", "one"), TimeProvider.System).FindAsync("p", Token));
        Assert.Matches("^The push p cannot be read from the table records: AWS does not accept the credentials [(][A-Za-z]+[)]; check the keys or the profile that are in use[.]$", table.Message);
        var bucket = await Assert.ThrowsAsync<RejectedException>(() => new S3Manifests(clients, "manifests").ReadAllAsync(Token));
        Assert.Matches("^The manifests in the bucket manifests cannot be listed: AWS does not accept the credentials [(][A-Za-z]+[)]; check the keys or the profile that are in use[.]$", bucket.Message);
    }
}
