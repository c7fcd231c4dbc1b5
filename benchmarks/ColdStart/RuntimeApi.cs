using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Slipway.Benchmarks.ColdStart;

/// <summary>The Lambda Runtime API: one event for each process that starts, and the moment when its answer arrives.</summary>
internal sealed class RuntimeApi
{
    private readonly ConcurrentDictionary<string, bool> _served = new();
    private string? _event;
    private TaskCompletionSource<(long At, string Path, string Body)> _answer = new();

    /// <summary>The answer to this event, with the timestamp of its arrival.</summary>
    public Task<(long At, string Path, string Body)> Offer(string json)
    {
        (_event, _answer) = (json, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return _answer.Task;
    }

    public async Task AnswerAsync(HttpContext exchange)
    {
        var at = Stopwatch.GetTimestamp();
        if (exchange.Request.Method == "POST")
        {
            using var reader = new StreamReader(exchange.Request.Body);
            _answer.TrySetResult((at, exchange.Request.Path, await reader.ReadToEndAsync()));
            exchange.Response.StatusCode = StatusCodes.Status202Accepted;
        }
        else if (_served.TryAdd(exchange.Connection.Id, true) && Interlocked.Exchange(ref _event, null) is { } json)
        {
            exchange.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = "8476a536-e9f4-11e8-9739-2dfe598c3fcd";
            exchange.Response.Headers["Lambda-Runtime-Deadline-Ms"] = DateTimeOffset.UtcNow.AddSeconds(30).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            await exchange.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(json));
        }
        else
        {
            // A second invocation never comes, so that a process that is just being ended does not take the next one's event.
            await Task.Delay(Timeout.Infinite, exchange.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
