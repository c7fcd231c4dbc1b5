using System.Net;
using System.Text;
using Amazon.Runtime;

namespace Slipway.Tests.Wire.Peers;

/// <summary>
/// Stands between the SDK and its peer: a step sees each request and how to send it on, and may lose it, lose its answer or give
/// another. Without a peer the step answers alone.
/// </summary>
internal sealed class HttpScript(Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> step) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => Client();

    /// <summary>The script for those who speak HTTP themselves.</summary>
    public HttpClient Client() => new(new Handler(step));

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    /// <summary>What DynamoDB and other JSON services answer when they fail.</summary>
    public static HttpResponseMessage Failure(HttpStatusCode status, string type, string message) => Json(status, $$"""{"__type":"com.amazonaws#{{type}}","message":"{{message}}"}""");

    public static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.0") };

    /// <summary>What the SDK meets when a connection breaks.</summary>
    public static HttpRequestException BrokenConnection() => new("The connection broke.", new IOException("Connection reset by peer"));

    /// <summary>The operation of a JSON service: PutItem.</summary>
    public static string Operation(HttpRequestMessage request) =>
        request.Headers.TryGetValues("X-Amz-Target", out var values) ? values.Single().Split('.')[^1] : "";

    private sealed class Handler(Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> step) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => step(request, () => base.SendAsync(request, cancellationToken));
    }
}
