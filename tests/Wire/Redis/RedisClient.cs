using System.Net.Sockets;
using System.Text;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Redis;

/// <summary>Tells a Redis what to hold, by the lines that a person would type.</summary>
internal static class RedisClient
{
    /// <summary>Says the commands one after the other; a refusal fails the test.</summary>
    public static async Task SayAsync(this RedisServer server, params string[] commands)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        var lines = string.Concat(commands.Prepend($"AUTH {RedisServer.Password}").Append("QUIT").Select(command => $"{command}\r\n"));
        await stream.WriteAsync(Encoding.UTF8.GetBytes(lines), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.DoesNotContain("\n-", $"\n{answer}", StringComparison.Ordinal);
    }
}
