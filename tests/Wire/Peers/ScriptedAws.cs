using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Amazon.Runtime;
using Slipway.Aws.Access;

namespace Slipway.Tests.Wire.Peers;

/// <summary>A request as it went out, and where it went.</summary>
internal sealed record ScriptedRequest(string Host, string Operation, string Body);

/// <summary>
/// Answers that a test has written down, one for each request in turn, for what no peer here does. The shapes are those of the
/// service models. The requests are kept.
/// </summary>
internal sealed class ScriptedAws : HttpClientFactory
{
    private readonly ConcurrentQueue<(HttpStatusCode Status, string Body)> _answers = new();
    private readonly ConcurrentQueue<ScriptedRequest> _requests = new();

    public IReadOnlyList<ScriptedRequest> Requests => [.. _requests];

    /// <summary>An answer, in JSON or XML.</summary>
    public ScriptedAws Answer(string body)
    {
        _answers.Enqueue((HttpStatusCode.OK, body));
        return this;
    }

    /// <summary>A refusal of a service that speaks JSON.</summary>
    public ScriptedAws Refuse(string type, string message = "No.", HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        _answers.Enqueue((status, $$"""{"__type":"com.amazonaws#{{type}}","message":"{{message}}"}"""));
        return this;
    }

    /// <summary>A refusal of a service that speaks the query protocol.</summary>
    public ScriptedAws RefuseQuery(string code, string message = "No.", HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        _answers.Enqueue((status, $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>1</RequestId></ErrorResponse>"));
        return this;
    }

    /// <summary>Clients that reach nothing but the script; they try a call once unless it is said otherwise.</summary>
    public AwsClients Clients(int retries = 0, string region = "eu-central-1") =>
        new(new(region) { Credentials = new BasicAWSCredentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), HttpClients = this, Retries = retries });

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => Client();

    /// <summary>The script for those who speak HTTP themselves.</summary>
    public HttpClient Client() => new HttpScript((request, _) => AnswerAsync(request)).Client();

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request)
    {
        var body = request.Content is { } content ? await content.ReadAsStringAsync(TestContext.Current.CancellationToken) : "";
        var operation = HttpScript.Operation(request) is { Length: > 0 } named ? named : request.RequestUri!.AbsolutePath;
        _requests.Enqueue(new(request.RequestUri!.Host, operation, body));
        if (!_answers.TryDequeue(out var answer))
        {
            throw new InvalidOperationException($"The script has no answer for {operation}: {body}");
        }

        var type = answer.Body.StartsWith('<') ? "text/xml" : "application/x-amz-json-1.1";
        return new(answer.Status) { Content = new StringContent(answer.Body, Encoding.UTF8, type), RequestMessage = request };
    }
}
