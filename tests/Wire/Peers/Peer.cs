using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Slipway.Tests.Wire.Peers;

/// <summary>
/// A server that somebody else wrote, on a free loopback port for as long as a fixture lives. Where its program is missing the
/// fixture is there all the same, and a test that asks for the peer's address is skipped by the program's name.
/// </summary>
public abstract class Peer(params string[] programs) : IAsyncLifetime
{
    private const int Attempts = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentQueue<string> _said = new();
    private Process? _process;
    private int _port;

    /// <summary>The loopback port; the test is skipped where the program is missing.</summary>
    public int Port
    {
        get
        {
            Assert.SkipWhen(_process is null, $"needs {programs[0]}, which is not installed here");
            return _port;
        }
    }

    /// <summary>Host and port as an address takes them.</summary>
    public string Host => $"127.0.0.1:{Port}";

    /// <summary>A folder of the peer's own, removed with it.</summary>
    protected string Folder { get; } = Directory.CreateTempSubdirectory("slipway-peer-").FullName;

    public virtual async ValueTask InitializeAsync()
    {
        if (Tool.Locate(programs) is not { } program)
        {
            return;
        }

        for (var attempt = 1; !await StartAsync(program); attempt++)
        {
            if (attempt == Attempts)
            {
                throw new InvalidOperationException($"{program} does not start: {string.Join(" | ", _said)}");
            }
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        await EndAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>What the program is started with to serve on this port; files that it needs go into <see cref="Folder"/>.</summary>
    protected abstract IReadOnlyList<string> Arguments(int port);

    /// <summary>What the program finds in its environment beside what the tests have in theirs.</summary>
    protected virtual IReadOnlyDictionary<string, string> Environment => ImmutableDictionary<string, string>.Empty;

    private async Task<bool> StartAsync(string program)
    {
        _port = FreePort();
        var start = new ProcessStartInfo(program, Arguments(_port)) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (var started = Stopwatch.StartNew(); started.Elapsed < Patience && !_process.HasExited; await Task.Delay(5))
        {
            if (await AnswersAsync())
            {
                return true;
            }
        }

        // Somebody else may have taken the port in between: the next attempt has another one.
        await EndAsync();
        return false;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task EndAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    /// <summary>The last lines that the peer wrote, to say why it does not start.</summary>
    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            _said.Enqueue(text);
            _ = _said.Count > 20 && _said.TryDequeue(out _);
        }
    }

    internal static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
