using Slipway.Aws.Redis;
using Slipway.Domain;
using Slipway.Domain.Scaling;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Redis;

public sealed class RedisTlsTests(TlsRedisServer server) : IClassFixture<TlsRedisServer>
{
    private string Entered => $":{RedisServer.Password}@{server.Host}";

    [Fact]
    public async Task A_Redis_is_read_over_TLS_when_its_authority_is_trusted()
    {
        var queues = RedisQueues.Open($"rediss://{Entered}", trust: TestAuthority.OfLoopback.Certificates);
        Assert.Equal(new QueueDepth(0, 0), await queues.ReadAsync(RedisQueues.List("jobs")));
        Assert.Equal(new QueueDepth(0, 0), await queues.ReadAsync(RedisQueues.Bull("jobs")));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_told()
    {
        var failure = await Assert.ThrowsAsync<RejectedException>(() => RedisQueues.Open($"rediss://{Entered}").ReadAsync(RedisQueues.List("jobs")));
        Assert.Contains("TLS failed: The remote certificate is invalid", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_URL_without_TLS_for_a_Redis_with_it_is_told()
    {
        Assert.Contains("rediss://", await SaidAsync(RedisQueues.Open($"redis://{Entered}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_URL_with_TLS_for_a_server_without_it_is_told()
    {
        await using var plain = ScriptedServer.Saying("-ERR unknown command\r\n");
        var failure = await Assert.ThrowsAsync<RejectedException>(() => RedisQueues.Open($"rediss://{plain.Host}").ReadAsync(RedisQueues.List("jobs")));
        Assert.EndsWith("a Redis without TLS takes redis:// in its URL.", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>The server's alert is no answer of a Redis; where its connection ends before that is read, there is no answer.</summary>
    private static async Task<string> SaidAsync(RedisQueueDepths queues)
    {
        try
        {
            return await queues.ProblemAsync(RedisQueues.List("jobs"));
        }
        catch (RejectedException failure)
        {
            return failure.Message;
        }
    }
}
