using System.Net;
using System.Text;
using Amazon;
using Amazon.Runtime;

namespace Slipway.Tests.AwsPackages.Slices.Sdk;

/// <summary>A request as a client sent it.</summary>
internal sealed record Sent(HttpMethod Method, Uri Address, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The fields of a form, decoded.</summary>
    public IEnumerable<string> Form => Body.Split('&').Select(Uri.UnescapeDataString);
}

/// <summary>An AWS service in this process: answers what a test says, in turn, the last again and again, and keeps what it was asked.</summary>
internal sealed class FakeService : HttpClientFactory
{
    private readonly Queue<(HttpStatusCode Status, string Body, (string Name, string Value)[] Headers)> answers = new();
    private readonly List<Sent> requests = [];
    private bool silent;

    public static AWSCredentials Credentials { get; } = new BasicAWSCredentials("AKIAIOSFODNN7EXAMPLE", "secret");

    public IReadOnlyList<Sent> Requests => requests;

    public Sent Request => Assert.Single(requests);

    public FakeService Answering(string body, HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers)
    {
        answers.Enqueue((status, body, headers));
        return this;
    }

    /// <summary>Answers nothing until the client gives up.</summary>
    public void BeSilent() => silent = true;

    /// <summary>The configuration of a client that reaches nothing but this.</summary>
    public T Configured<T>(T config)
        where T : ClientConfig
    {
        config.HttpClientFactory = this;
        config.RegionEndpoint ??= RegionEndpoint.EUWest1;
        config.MaxErrorRetry = 0;
        return config;
    }

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this));

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    private sealed class Handler(FakeService service) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []).ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
            service.requests.Add(new(request.Method, request.RequestUri!, headers, request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : ""));
            if (service.silent)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            var (status, body, said) = service.answers.Count > 1 ? service.answers.Dequeue() : service.answers.Peek();
            var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
            foreach (var (name, value) in said)
            {
                answer.Headers.TryAddWithoutValidation(name, value);
            }

            return answer;
        }
    }
}
