using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Slipway.Tests.Wire.Registries;

/// <summary>A registry's front on another port that passes requests on, writes them down, and lets a test say what goes wrong with which.</summary>
internal sealed class FaultyFront : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly ConcurrentDictionary<string, Fault.Answer> _kept = new();
    private readonly string _upstream;
    private readonly Func<Seen, Fault?> _plan;
    private LoopbackServer _server = null!;

    private FaultyFront(string upstream, Func<Seen, Fault?> plan) => (_upstream, _plan) = (upstream, plan);

    public string Host => _server.Host;

    public ConcurrentQueue<Seen> Requests { get; } = new();

    /// <param name="plan">What goes wrong with the request; null lets it pass.</param>
    public static async Task<FaultyFront> StartAsync(string upstream, Func<Seen, Fault?> plan)
    {
        var front = new FaultyFront(upstream, plan);
        front._server = await LoopbackServer.StartAsync(front.ServeAsync);
        return front;
    }

    /// <summary>A plan that answers the first request of this kind so, and lets every other pass.</summary>
    public static Func<Seen, Fault?> Once(Func<Seen, bool> which, Fault fault) => Times(1, which, fault);

    public static Func<Seen, Fault?> Times(int times, Func<Seen, bool> which, Fault fault)
    {
        var left = times;
        return seen => which(seen) && Interlocked.Decrement(ref left) >= 0 ? fault : null;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
    }

    private async Task ServeAsync(HttpContext exchange)
    {
        var headers = exchange.Request.Headers;
        var seen = new Seen(exchange.Request.Method, Target(exchange), headers.Authorization, headers.Range, headers.ContentRange);
        Requests.Enqueue(seen);
        try
        {
            await AnswerAsync(exchange, seen.Method == "GET" && _kept.TryGetValue(seen.Path, out var kept) ? kept : _plan(seen));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            // What was planned, or a caller that went away.
            exchange.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext exchange, Fault? fault)
    {
        if (fault is Fault.Answer made)
        {
            await exchange.Request.Body.CopyToAsync(Stream.Null);
            Tell(exchange, made.Status, made.Headers);
            await exchange.Response.WriteAsync(made.Body);
            return;
        }

        if (fault is Fault.Stall { After: 0 })
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, exchange.RequestAborted);
        }

        using var message = await PassOnAsync(exchange, fault);
        using var answer = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        if (fault is Fault.KeepPart)
        {
            _kept[Target(exchange)] = new(204, "", [.. answer.Headers.Where(header => header.Key is "Location" or "Range").Select(header => (header.Key, header.Value.First()))]);
        }

        if (fault is Fault.LoseAnswer or Fault.KeepPart)
        {
            throw new IOException("planned");
        }

        var headers = answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not ("Transfer-Encoding" or "Date"));
        Tell(exchange, (int)answer.StatusCode, headers.Select(header => (header.Key, string.Join(", ", header.Value))));
        if (fault is Fault.Rewrite rewritten)
        {
            Tell(exchange, rewritten.Status, rewritten.Headers);
        }

        if (exchange.Request.Method != "HEAD")
        {
            await PassBackAsync(await answer.Content.ReadAsStreamAsync(), exchange, fault);
        }
    }

    private async Task<HttpRequestMessage> PassOnAsync(HttpContext exchange, Fault? fault)
    {
        var request = exchange.Request;
        var message = new HttpRequestMessage(new(request.Method), new Uri($"http://{_upstream}{Target(exchange)}")) { Headers = { Host = Host } };
        if (fault is Fault.KeepPart kept)
        {
            var part = new byte[kept.Bytes];
            await request.Body.ReadExactlyAsync(part);
            message.Content = new ByteArrayContent(part);
        }
        else if (request.Method is "PUT" or "POST" or "PATCH")
        {
            message.Content = new StreamContent(new LimitedStream(request.Body, (fault as Fault.CutRequest)?.After ?? long.MaxValue), 16 * 1024);
            message.Content.Headers.ContentLength = request.ContentLength;
        }

        foreach (var (name, values) in request.Headers.Where(header => header.Key is not ("Host" or "Content-Length" or "Transfer-Encoding") && !(fault is Fault.IgnoreRange && header.Key == "Range")))
        {
            _ = message.Headers.TryAddWithoutValidation(name, values.ToArray()) || message.Content?.Headers.TryAddWithoutValidation(name, values.ToArray()) == true;
        }

        return message;
    }

    private static async Task PassBackAsync(Stream from, HttpContext exchange, Fault? fault)
    {
        var buffer = new byte[16 * 1024];
        var left = fault switch
        {
            Fault.CutAnswer cut => cut.After,
            Fault.Stall stall => stall.After,
            _ => int.MaxValue,
        };
        for (int passed = 0, read; (read = await from.ReadAsync(buffer)) > 0; passed += read)
        {
            if (fault is Fault.Damage damage && damage.At >= passed && damage.At < passed + read)
            {
                buffer[damage.At - passed] ^= 1;
            }

            await exchange.Response.Body.WriteAsync(buffer.AsMemory(0, Math.Min(left, read)));
            await exchange.Response.Body.FlushAsync();
            if ((left -= read) < 0)
            {
                // What was passed on gets the time to arrive before the connection breaks.
                await Task.Delay(fault is Fault.Stall ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(20), exchange.RequestAborted);
                throw new IOException("planned");
            }
        }
    }

    private static void Tell(HttpContext exchange, int status, IEnumerable<(string Name, string Value)> headers)
    {
        exchange.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            exchange.Response.Headers[name] = value;
        }
    }

    /// <summary>Path and query as they came, escaped as they were.</summary>
    private static string Target(HttpContext exchange) => exchange.Features.Get<IHttpRequestFeature>()!.RawTarget;
}
