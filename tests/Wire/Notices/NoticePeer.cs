using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Slipway.Tests.Wire.Registries;

namespace Slipway.Tests.Wire.Notices;

/// <summary>A request as it arrived.</summary>
internal sealed record Arrived(string Path, string? ContentType, string? Authorization, IReadOnlyDictionary<string, string> Headers, byte[] Bytes)
{
    public JsonElement Json => JsonDocument.Parse(Bytes).RootElement;
}

/// <summary>A server on loopback that takes notices as the service does which it stands for: it keeps what arrived and answers by the service's own rules.</summary>
internal sealed class NoticePeer : IAsyncDisposable
{
    private readonly ConcurrentQueue<Arrived> _arrived = new();
    private LoopbackServer? _server;

    public IReadOnlyList<Arrived> Arrived => [.. _arrived];

    public Uri Address(string path) => new($"http://{_server!.Host}{path}");

    /// <param name="answer">Status, headers and body for a request.</param>
    public static async Task<NoticePeer> StartAsync(Func<Arrived, (int Status, (string Name, string Value)? Header, string Body)> answer)
    {
        var peer = new NoticePeer();
        peer._server = await LoopbackServer.StartAsync(async context =>
        {
            using var bytes = new MemoryStream();
            await context.Request.Body.CopyToAsync(bytes);
            var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            var arrived = new Arrived(context.Request.Path, context.Request.ContentType, headers.GetValueOrDefault("Authorization"), headers, bytes.ToArray());
            peer._arrived.Enqueue(arrived);
            var (status, header, body) = context.Request.Method == "POST" ? answer(arrived) : (405, null, "");
            context.Response.StatusCode = status;
            if (header is var (name, value))
            {
                context.Response.Headers[name] = value;
            }

            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
        });
        return peer;
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();
}
