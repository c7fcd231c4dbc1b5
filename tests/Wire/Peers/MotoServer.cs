using Amazon.Runtime;
using Slipway.Aws.Access;
using Slipway.Tests.Wire.Peers;

[assembly: AssemblyFixture(typeof(MotoServer))]

namespace Slipway.Tests.Wire.Peers;

/// <summary>
/// moto's server: AWS as far as somebody else has imitated it. One serves all tests, so each works in a region or under names
/// of its own. What it only pretends to do stands in the names of the tests that meet it.
/// </summary>
public sealed class MotoServer : Peer
{
    public MotoServer() : base("moto_server")
    {
    }

    public Uri Endpoint => new($"http://{Host}");

    /// <summary>Clients of moto for the account of an access key; moto makes an account of twelve digits out of none.</summary>
    public AwsClients Clients(string region = "us-east-1", HttpClientFactory? http = null, AWSCredentials? credentials = null) => new(new(region)
    {
        Endpoint = Endpoint,
        Credentials = credentials ?? new BasicAWSCredentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        HttpClients = http,
    });

    protected override IReadOnlyList<string> Arguments(int port) => ["-H", "127.0.0.1", "-p", $"{port}"];
}
