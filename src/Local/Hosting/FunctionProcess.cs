using System.Text;
using Amazon.Lambda.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Slipway.Functions;

namespace Slipway.Local.Hosting;

/// <summary>
/// One function with what it is made of, as Lambda has one process for it: the handler itself runs, with the event and the answer
/// in the JSON that Lambda would carry.
/// </summary>
public sealed class FunctionProcess : IAsyncDisposable
{
    /// <summary>Most answers are their event and a little more.</summary>
    private const int Headroom = 2048;

    private readonly Handler _handler;
    private readonly ServiceProvider _services;

    public FunctionProcess(Handler handler, Settings settings, TimeProvider clock, Action<IServiceCollection> addPorts)
    {
        var services = new ServiceCollection();
        Startup.AddFunctions(services, settings, clock, NullLogger.Instance);
        addPorts(services);
        (_handler, _services) = (handler, services.BuildServiceProvider());
    }

    /// <summary>The answer as JSON; null when the handler has none. What the handler throws, it throws.</summary>
    public async Task<string?> RunAsync(string payload, ILambdaContext context)
    {
        await using var scope = _services.CreateAsyncScope();
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(payload));
        using var output = new MemoryStream(payload.Length + Headroom);
        return await _handler.Call(scope.ServiceProvider, input, context, output)
            ? Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length)
            : null;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
