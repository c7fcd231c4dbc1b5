#nullable enable
using System.Net.Http.Headers;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The Lambda Runtime API, version 2018-06-01, as a function's process sees it.</summary>
internal sealed class RuntimeApi : IDisposable
{
    private readonly HttpClient http;

    public RuntimeApi(string? endpoint)
    {
        if (string.IsNullOrEmpty(endpoint))
            throw new InvalidOperationException("AWS_LAMBDA_RUNTIME_API is not set: this program is run by Lambda, or by something that stands in for it.");

        // A frozen sandbox waits for its next invocation for as long as it lives.
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri($"http://{endpoint}/2018-06-01/runtime/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync("invocation/next", cancellationToken);
        await EnsureAcceptedAsync(response);
        var context = new LambdaContext(response.Headers);
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", context.TraceId);
        return new Invocation(new MemoryStream(await response.Content.ReadAsByteArrayAsync(cancellationToken)), context);
    }

    public Task RespondAsync(string requestId, byte[] json) =>
        PostAsync($"invocation/{requestId}/response", json, "application/json", null);

    public Task FailAsync(string requestId, Exception failure) =>
        FailAtAsync($"invocation/{requestId}/error", failure);

    public Task FailInitializationAsync(Exception failure) =>
        FailAtAsync("init/error", failure);

    public void Dispose() => http.Dispose();

    private Task FailAtAsync(string path, Exception failure)
    {
        var error = InvocationError.Of(failure);
        return PostAsync(path, error.ToJson(), "application/vnd.aws.lambda.error+json", error.ErrorType);
    }

    private async Task PostAsync(string path, byte[] body, string contentType, string? errorType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        if (errorType is not null) request.Headers.TryAddWithoutValidation("Lambda-Runtime-Function-Error-Type", errorType);
        using var response = await http.SendAsync(request);
        await EnsureAcceptedAsync(response);
    }

    private static async Task EnsureAcceptedAsync(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode) return;
        var body = await response.Content.ReadAsStringAsync();
        throw new HttpRequestException(
            $"The Lambda Runtime API answered {(int)response.StatusCode} to {response.RequestMessage?.RequestUri?.AbsolutePath}: {body}", null, response.StatusCode);
    }
}
