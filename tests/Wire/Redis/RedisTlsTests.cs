using System.Security.Cryptography.X509Certificates;
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
        var queues = RedisQueues.Open($"rediss://{Entered}", trust: new X509Certificate2Collection(X509CertificateLoader.LoadCertificate(SelfMadeCertificate.Authority.RawData)));
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
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RedisQueues.Open($"redis://{Entered}").ReadAsync(RedisQueues.List("jobs")));
        Assert.True(failure is RejectedException or UnavailableException, failure.ToString());
        Assert.Contains("rediss://", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_URL_with_TLS_for_a_server_without_it_is_told()
    {
        await using var plain = ScriptedServer.Saying("-ERR unknown command\r\n");
        var failure = await Assert.ThrowsAsync<RejectedException>(() => RedisQueues.Open($"rediss://{plain.Host}").ReadAsync(RedisQueues.List("jobs")));
        Assert.EndsWith("a Redis without TLS takes redis:// in its URL.", failure.Message, StringComparison.Ordinal);
    }
}
