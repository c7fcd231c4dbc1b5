using Amazon.Lambda.RuntimeSupport.Bootstrap;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The invoke loop: asks the Runtime API for the next invocation, runs the handler, reports how it ended.</summary>
public class LambdaBootstrap : IDisposable
{
    private readonly Handler handler;
    private readonly LambdaBootstrapInitializer initializer;
    private readonly RuntimeApi api;

    internal LambdaBootstrap(Handler handler, LambdaBootstrapOptions options, LambdaBootstrapInitializer initializer)
    {
        this.handler = handler;
        this.initializer = initializer;
        api = new RuntimeApi(options.RuntimeApiEndpoint ?? Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API"));
    }

    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (!await InitializeAsync()) return;

        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await InvokeAsync(await api.NextAsync(cancellationToken));
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing) api.Dispose();
    }

    private async Task<bool> InitializeAsync()
    {
        if (initializer is null) return true;

        try
        {
            return await initializer();
        }
        catch (Exception failure)
        {
            await Console.Error.WriteLineAsync(failure.ToString());
            await api.FailInitializationAsync(failure);
            throw;
        }
    }

    private async Task InvokeAsync(Invocation invocation)
    {
        using var output = new MemoryStream();
        try
        {
            await handler(invocation.Input, invocation.Context, output);
        }
        catch (Exception failure)
        {
            await Console.Error.WriteLineAsync(failure.ToString());
            await api.FailAsync(invocation.Context.AwsRequestId, failure);
            return;
        }

        await api.RespondAsync(invocation.Context.AwsRequestId, output.ToArray());
    }
}
