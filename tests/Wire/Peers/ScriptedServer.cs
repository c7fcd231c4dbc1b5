using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Slipway.Tests.Wire.Peers;

/// <summary>A server on loopback that says what a test wants, to everybody who connects: also what no real one would.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Func<Stream, CancellationToken, Task> _serve;
    private readonly bool _isTls;
    private readonly Task _serving;

    /// <param name="serve">Speaks with one client; the connection ends with it.</param>
    public ScriptedServer(Func<Stream, CancellationToken, Task> serve, bool isTls = false)
    {
        (_serve, _isTls) = (serve, isTls);
        _listener.Start();
        _serving = ListenAsync();
    }

    public string Host => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>A server that reads something, says this and then ends the connection, or leaves it open without a word.</summary>
    public static ScriptedServer Saying(string text, bool thenHangs = false, int piece = int.MaxValue) => new(async (stream, over) =>
    {
        _ = await stream.ReadAsync(new byte[64 * 1024], over);
        foreach (var part in Encoding.UTF8.GetBytes(text).Chunk(piece))
        {
            await stream.WriteAsync(part, over);
        }

        if (thenHangs)
        {
            await Task.Delay(Timeout.Infinite, over);
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _serving;
        _over.Dispose();
    }

    private async Task ListenAsync()
    {
        var clients = new List<Task>();
        try
        {
            while (true)
            {
                clients.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_over.Token)));
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            await Task.WhenAll(clients);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                await using var stream = _isTls ? new SslStream(client.GetStream()) : (Stream)client.GetStream();
                if (stream is SslStream secure)
                {
                    await secure.AuthenticateAsServerAsync(TestAuthority.Loopback);
                }

                await _serve(stream, _over.Token);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The client has gone, or the test is over.
        }
    }
}
