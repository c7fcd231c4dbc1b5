using System.Globalization;
using System.Net;
using System.Threading.Channels;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.AwsPackages;

/// <summary>What a function's process told the Runtime API.</summary>
internal sealed record Report(string Path, string Body, string? ContentType, string? ErrorType);

/// <summary>The Lambda Runtime API on a loopback port: hands out the invocations that a test offers, and keeps the reports.</summary>
internal sealed class FakeRuntimeApi : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Channel<(string RequestId, string Json)> offered = Channel.CreateUnbounded<(string, string)>();
    private readonly Channel<Report> reports = Channel.CreateUnbounded<Report>();
    private readonly CancellationTokenSource closing = new();
    private readonly Task serving;

    public FakeRuntimeApi()
    {
        Endpoint = $"127.0.0.1:{Peer.FreePort()}";
        listener.Prefixes.Add($"http://{Endpoint}/2018-06-01/runtime/");
        listener.Start();
        serving = ServeAsync();
    }

    public string Endpoint { get; }

    public DateTimeOffset Deadline { get; init; } = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public void Offer(string requestId, string json) => offered.Writer.TryWrite((requestId, json));

    /// <summary>Answers what it answers when the sandbox is lost: a process that asks for more has to exit.</summary>
    public void End() => offered.Writer.Complete();

    public async Task<Report> NextReportAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        return await reports.Reader.ReadAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Close();
        await serving;
        closing.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                await AnswerAsync(await listener.GetContextAsync());
            }
            catch (Exception failure) when (failure is HttpListenerException or ObjectDisposedException or OperationCanceledException)
            {
                // A caller that went away, or the end of the test.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext exchange)
    {
        if (exchange.Request.HttpMethod == "GET" && !await offered.Reader.WaitToReadAsync(closing.Token))
        {
            exchange.Response.StatusCode = (int)HttpStatusCode.InternalServerError;
        }
        else if (exchange.Request.HttpMethod == "GET")
        {
            var (requestId, json) = await offered.Reader.ReadAsync(closing.Token);
            exchange.Response.AddHeader("Lambda-Runtime-Aws-Request-Id", requestId);
            exchange.Response.AddHeader("Lambda-Runtime-Trace-Id", $"Root=1-{requestId}");
            exchange.Response.AddHeader("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:111122223333:function:sample");
            exchange.Response.AddHeader("Lambda-Runtime-Deadline-Ms", Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
            await exchange.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(json), closing.Token);
        }
        else
        {
            var body = await new StreamReader(exchange.Request.InputStream).ReadToEndAsync(closing.Token);
            await reports.Writer.WriteAsync(
                new Report(
                    exchange.Request.Url!.AbsolutePath["/2018-06-01/runtime/".Length..],
                    body,
                    exchange.Request.ContentType,
                    exchange.Request.Headers["Lambda-Runtime-Function-Error-Type"]),
                closing.Token);
            exchange.Response.StatusCode = (int)HttpStatusCode.Accepted;
        }

        exchange.Response.Close();
    }
}
