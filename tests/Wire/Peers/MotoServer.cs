using Amazon.Runtime;
using Slipway.Aws.Access;
using Slipway.Tests.Wire.Peers;

[assembly: AssemblyFixture(typeof(MotoServer))]

namespace Slipway.Tests.Wire.Peers;

/// <summary>
/// moto's server: AWS as far as somebody else has imitated it. One serves all tests, so each works in a region or under names
/// of its own. What it only pretends to do stands in the names of the tests that meet it.
/// <para>
/// A conditional write of DynamoDB is atomic; moto checks the condition and then writes, with no lock, in a thread for each
/// request. Python's interpreter lock makes that atomic as long as no thread is told to give it up between the two, which
/// happens to one that has run for 5 ms, and under load to any. So the interpreter never tells: a thread gives the lock up
/// where it waits (for a request, in a long poll), and nowhere else. A lock around every request would stop senders during a
/// long poll, and the calls that moto's executions make of moto. The interpreter is told by the module that every Python
/// imports when it starts, so that it does not matter how the program finds its Python.
/// </para>
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

        // Longer than a loaded machine takes: what is asked for again while it is being done is there already.
        Timeout = TimeSpan.FromMinutes(1),
    });

    protected override IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["PYTHONPATH"] = Folder };

    protected override IReadOnlyList<string> Arguments(int port)
    {
        File.WriteAllText(Path.Combine(Folder, "sitecustomize.py"), "import sys\nsys.setswitchinterval(3600)\n");
        return ["-H", "127.0.0.1", "-p", $"{port}"];
    }
}
