using Slipway.Domain;
using Slipway.Domain.Scaling;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Redis;

/// <summary>What a person reads when a real Redis refuses.</summary>
public sealed class RedisFailureTests(RedisServer server) : IClassFixture<RedisServer>
{
    private string Failed => FailedAt(server);

    [Theory]
    [InlineData(":wrong@", "it does not accept the user and password of the secret (WRONGPASS).")]
    [InlineData("nobody:wrong@", "it does not accept the user and password of the secret (WRONGPASS).")]
    [InlineData("", "it asks for a password, but the URL in the secret has none (NOAUTH).")]
    public async Task A_password_that_is_wrong_or_missing_is_told_but_not_shown(string credentials, string sentence) =>
        Assert.Equal(Failed + sentence, (await Refused(server.Url(credentials), RedisQueues.List("jobs"))).Message);

    [Fact]
    public async Task A_user_with_a_password_that_needs_encoding_is_let_in_but_for_what_it_may_not()
    {
        await server.SayAsync("ACL SETUSER reader on >p@ss/w:rd ~* &* +@read -zcount");
        var url = server.Url("reader:p%40ss%2Fw%3Ard@");
        Assert.Equal(new QueueDepth(0, 0), await RedisQueues.Open(url).ReadAsync(RedisQueues.List("nothing")));
        Assert.Equal(Failed + "its user may not run ZCOUNT on this key (NOPERM).", (await Refused(url, RedisQueues.Bull("nothing"))).Message);
    }

    [Fact]
    public async Task A_key_that_is_no_queue_is_named_with_what_it_is()
    {
        await server.SayAsync("SET text hello", "XADD stream * a 1", "SET bull:odd:wait hello");
        Assert.Equal(Failed + "text is a string, but a queue is a list, a sorted set, a set or a hash.", (await Refused(server.Url(), RedisQueues.List("text"))).Message);
        Assert.Equal(Failed + "stream is a stream, but a queue is a list, a sorted set, a set or a hash.", (await Refused(server.Url(), RedisQueues.List("stream"))).Message);
        Assert.Equal(
            Failed + "bull:odd is not what such a queue is made of (WRONGTYPE); check its kind and name in the manifest.", (await Refused(server.Url(), RedisQueues.Bull("odd"))).Message);
    }

    [Fact]
    public async Task A_database_that_there_is_not_is_told() =>
        Assert.Equal(Failed + "it refuses SELECT: ERR DB index is out of range", (await Refused(server.Url(database: "/99"), RedisQueues.List("jobs"))).Message);

    [Fact]
    public async Task A_server_without_a_connection_left_is_left_for_later()
    {
        await using var full = new RedisServer();
        await full.InitializeAsync();
        await full.SayAsync("CONFIG SET maxclients 1");
        using var other = new System.Net.Sockets.TcpClient();
        await other.ConnectAsync("127.0.0.1", full.Port, TestContext.Current.CancellationToken);
        Assert.Equal(FailedAt(full) + "it has no connection left (max number of clients reached).", await RedisQueues.Open(full.Url()).ProblemAsync(RedisQueues.List("jobs")));
    }

    [Theory]
    [InlineData("http://shop.example")]
    [InlineData("redis://")]
    [InlineData("redis://host/one")]
    [InlineData("open sesame")]
    public async Task A_secret_that_holds_no_URL_is_named_but_not_shown(string url)
    {
        var refused = await Refused(url, RedisQueues.List("jobs"));
        Assert.StartsWith($"The queue jobs of shop in production cannot be read: the secret {RedisQueues.Secret} holds no URL of a Redis; ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(url, refused.Message["The queue jobs".Length..].Replace("rediss://user:password@host:6379/0", ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_without_a_secret_or_in_another_place_is_refused()
    {
        Assert.Equal(
            "The queue jobs of shop in production cannot be read: the manifest does not say which secret holds the URL of its Redis; give the queue a backend with a url.",
            (await Refused(server.Url(), RedisQueues.List("jobs") with { UrlSecret = null })).Message);
        Assert.Equal(
            "The queue jobs of shop in production cannot be read: a queue of the kind Sqs is not in Redis.", (await Refused(server.Url(), RedisQueues.List("jobs") with { Kind = QueueKind.Sqs })).Message);
    }

    [Fact]
    public async Task A_host_that_nobody_knows_is_told_and_one_that_does_not_listen_is_left_for_later()
    {
        Assert.Equal(
            "The queue jobs of shop in production cannot be read from the Redis at no-such-redis.invalid:6379: the name no-such-redis.invalid cannot be resolved; check the URL in the secret.",
            (await Refused("redis://no-such-redis.invalid", RedisQueues.List("jobs"))).Message);
        var closed = Peer.FreePort();
        Assert.Equal(
            $"The queue jobs of shop in production cannot be read from the Redis at 127.0.0.1:{closed}: Connection refused.",
            await RedisQueues.Open($"redis://127.0.0.1:{closed}").ProblemAsync(RedisQueues.List("jobs")));
    }

    private static Task<RejectedException> Refused(string url, WorkQueue queue) => Assert.ThrowsAsync<RejectedException>(() => RedisQueues.Open(url).ReadAsync(queue));

    private static string FailedAt(RedisServer from) => $"The queue jobs of shop in production cannot be read from the Redis at {from.Host}: ";
}
