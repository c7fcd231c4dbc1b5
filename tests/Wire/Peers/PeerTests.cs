using System.Net;

namespace Slipway.Tests.Wire.Peers;

public sealed class PeerTests(DockerRegistry registry) : IClassFixture<DockerRegistry>
{
    [Fact]
    public async Task The_registry_of_Debian_answers_on_loopback()
    {
        using var client = new HttpClient();
        var answer = await client.GetAsync(new Uri($"http://{registry.Host}/v2/"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_peer_whose_program_is_missing_skips_its_test_by_name()
    {
        await using var missing = new MissingPeer();
        await missing.InitializeAsync();
        try
        {
            Assert.Fail($"it is said to be at {missing.Host}");
        }
        catch (Exception skipped) when (skipped.Message.Contains("needs no-such-server, which is not installed here", StringComparison.Ordinal))
        {
            // Caught here, or this test would be skipped itself.
        }
    }

    private sealed class MissingPeer() : Peer("no-such-server")
    {
        protected override IReadOnlyList<string> Arguments(int port) => [];
    }
}
