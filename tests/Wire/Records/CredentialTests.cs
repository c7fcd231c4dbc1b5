using System.Text;
using Amazon.Runtime;
using Slipway.Aws.Access;
using Slipway.Aws.Records;
using Slipway.Aws.Storage;
using Slipway.Domain;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Records;

/// <summary>A moto of its own that checks signatures and permissions once it is asked to.</summary>
public sealed class GuardedMoto : IAsyncLifetime
{
    private readonly MotoServer _moto = new();

    public ValueTask InitializeAsync() => _moto.InitializeAsync();

    public ValueTask DisposeAsync() => _moto.DisposeAsync();

    public async Task<AwsClients> ClientsAsync(AWSCredentials credentials)
    {
        using var client = new HttpClient();
        using var fromNowOn = new StringContent("0", Encoding.UTF8, "text/plain");
        (await client.PostAsync(new Uri(_moto.Endpoint, "/moto-api/reset-auth"), fromNowOn)).EnsureSuccessStatusCode();
        return _moto.Clients(credentials: credentials);
    }
}

public sealed class CredentialTests(GuardedMoto guarded) : IClassFixture<GuardedMoto>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_that_AWS_does_not_know_are_said_to_be_wrong_but_not_shown()
    {
        var clients = await guarded.ClientsAsync(new BasicAWSCredentials("AKIAUNKNOWN", "not-to-be-shown"));
        var table = await Assert.ThrowsAsync<RejectedException>(() => new DynamoPushes(new(clients, "records", "one"), TimeProvider.System).FindAsync("p", Token));
        Assert.Matches("^The push p cannot be read from the table records: AWS does not accept the credentials [(][A-Za-z]+[)]; check the keys or the profile that are in use[.]$", table.Message);
        var bucket = await Assert.ThrowsAsync<RejectedException>(() => new S3Manifests(clients, "manifests").ReadAllAsync(Token));
        Assert.Matches("^The manifests in the bucket manifests cannot be listed: AWS does not accept the credentials [(][A-Za-z]+[)]; check the keys or the profile that are in use[.]$", bucket.Message);
    }
}
