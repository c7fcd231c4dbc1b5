using System.Collections.Concurrent;
using Amazon.Runtime;
using Slipway.Functions;
using Slipway.Local.Hosting;
using Slipway.Local.Templates;
using Slipway.Tests.Contracts;

namespace Slipway.Tests.Wire.Privileges;

/// <summary>One function with its real adapters, invoked with the rights of a user, and every request that it sends.</summary>
internal sealed class WalkedFunction(GuardedAccount account, string name)
{
    private readonly ConcurrentQueue<RecordedCall> _calls = new();

    public IReadOnlyCollection<RecordedCall> Calls => _calls;

    private FunctionResource Function => Stack.Template.Functions.Single(function => function.LogicalId == name);

    /// <summary>Answers with what the function failed by; null when it ended well.</summary>
    public async Task<Exception?> InvokeAsync(string payload, IEnumerable<Statement> allowed)
    {
        var settings = new Settings(account.Settings.GetValueOrDefault);
        var access = await account.AccessAsync(allowed, new Recorder(_calls));
        await using var process = new FunctionProcess(FunctionCatalog.Of(Function), settings, TimeProvider.System, services => AwsPorts.Add(services, settings, access));
        return await Record.ExceptionAsync(() => process.RunAsync(payload, new InvocationContext(Function, "request", () => Function.Timeout)));
    }

    private sealed class Recorder(ConcurrentQueue<RecordedCall> calls) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(calls));
    }

    private sealed class Handler(ConcurrentQueue<RecordedCall> calls) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await (request.Content?.LoadIntoBufferAsync(cancellationToken) ?? Task.CompletedTask);
            var response = await base.SendAsync(request, cancellationToken);
            calls.Enqueue(await RecordedCall.ReadAsync(request, response.StatusCode));
            return response;
        }
    }
}
