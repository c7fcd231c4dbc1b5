using Slipway.Domain;
using Slipway.Domain.Scaling;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Redis;

/// <summary>Servers that break off, lie about lengths or are no Redis at all, and answers that need a cluster.</summary>
public sealed class HostileRedisTests
{
    private const string Whole = "+list\r\n:7\r\n-WRONGTYPE a\r\n-WRONGTYPE b\r\n-WRONGTYPE c\r\n";

    [Fact]
    public async Task An_answer_that_comes_byte_by_byte_is_read()
    {
        await using var server = ScriptedServer.Saying(Whole, piece: 1);
        Assert.Equal(new QueueDepth(7, 0), await ReadAsync(server));
    }

    [Theory]
    [InlineData("")]
    [InlineData("+list\r\n:7\r\n")]
    [InlineData("+lis")]
    [InlineData("$4\r\nli")]
    [InlineData("*2\r\n+list\r\n")]
    public async Task An_answer_that_breaks_off_is_left_for_later(string said)
    {
        await using var server = ScriptedServer.Saying(said);
        Assert.EndsWith("the connection ended before the answer; where TLS is wanted, the URL begins with rediss://.", await ProblemAsync(server), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+list\r\n:7\r\n")]
    [InlineData("$4\r\nli")]
    public async Task An_answer_that_does_not_go_on_is_given_up_in_time(string said)
    {
        await using var server = ScriptedServer.Saying(said, thenHangs: true);
        var queues = RedisQueues.Open($"redis://{server.Host}", timeout: TimeSpan.FromMilliseconds(200));
        Assert.EndsWith("no answer came in time.", await queues.ProblemAsync(RedisQueues.List("jobs")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("\r\n")]
    [InlineData("$99999999999\r\n")]
    [InlineData("$-2\r\n")]
    [InlineData("$four\r\nlist\r\n")]
    [InlineData("$2\r\nlist\r\n")]
    [InlineData("*100000000\r\n")]
    [InlineData("*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n+list\r\n")]
    [InlineData("+list\r\n:many\r\n")]
    [InlineData("+list\r\n+seven\r\n+a\r\n+b\r\n+c\r\n")]
    [InlineData("+list\r\n$-1\r\n*-1\r\n:1\r\n:1\r\n")]
    public async Task What_no_Redis_says_is_not_believed(string said)
    {
        await using var server = ScriptedServer.Saying(said);
        var failure = await Assert.ThrowsAsync<RejectedException>(() => ReadAsync(server));
        Assert.Contains("what answers there is no Redis", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_without_an_end_is_not_read_to_it()
    {
        await using var server = ScriptedServer.Saying("+" + new string('x', 1024 * 1024), thenHangs: true);
        Assert.Contains("a line without an end", (await Assert.ThrowsAsync<RejectedException>(() => ReadAsync(server))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MOVED 866 10.0.0.1:6379")]
    [InlineData("ASK 866 10.0.0.1:6379")]
    public async Task The_answer_of_a_cluster_that_the_queue_is_elsewhere_is_told(string answer)
    {
        await using var server = ScriptedServer.Saying($"-{answer}\r\n");
        var failure = await Assert.ThrowsAsync<RejectedException>(() => ReadAsync(server));
        Assert.Equal(
            $"The queue jobs of shop in production cannot be read from the Redis at {server.Host}: it is a node of a cluster and the queue is on another one ({answer.Split(' ')[0]}); Slipway reads queues of a Redis without cluster mode.",
            failure.Message);
    }

    [Theory]
    [InlineData("LOADING Redis is loading the dataset in memory")]
    [InlineData("BUSY Redis is busy running a script.")]
    [InlineData("CLUSTERDOWN Hash slot not served")]
    public async Task A_state_that_passes_by_itself_leaves_the_depth_unknown(string answer)
    {
        await using var server = ScriptedServer.Saying($"-{answer}\r\n");
        Assert.EndsWith($": it cannot answer now ({answer.Split(' ')[0]}).", await ProblemAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_server_repeats_of_the_password_is_not_shown()
    {
        await using var server = ScriptedServer.Saying("-ERR unknown command 'AUTH', with args beginning with: 'hush-hush'\r\n");
        var failure = await Assert.ThrowsAsync<RejectedException>(() => RedisQueues.Open($"redis://:hush-hush@{server.Host}").ReadAsync(RedisQueues.List("jobs")));
        Assert.DoesNotContain("hush", failure.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("it does not take the password of the secret (ERR); a Redis without a password takes a URL without one.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_depth_beyond_all_reason_does_not_overflow()
    {
        await using var server = ScriptedServer.Saying(string.Concat(Enumerable.Repeat(":9223372036854775807\r\n", 5)) + "$-1\r\n$-1\r\n:9\r\n$-1\r\n*0\r\n");
        var depth = await RedisQueues.Open($"redis://{server.Host}").ReadAsync(RedisQueues.Bull("jobs"));
        Assert.True(depth.Visible > 0 && depth.InFlight > 0 && depth.Visible + depth.InFlight > 0);
    }

    private static Task<QueueDepth> ReadAsync(ScriptedServer server) => RedisQueues.Open($"redis://{server.Host}").ReadAsync(RedisQueues.List("jobs"));

    private static Task<string> ProblemAsync(ScriptedServer server) => RedisQueues.Open($"redis://{server.Host}").ProblemAsync(RedisQueues.List("jobs"));
}
