using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Slipway.Aws.Access;

namespace Slipway.Tests.Wire.Peers;

/// <summary>
/// AWS as a script, for what no peer does: each operation of the JSON protocols answers what it is told, in the shapes of the service
/// models, one answer after the other and the last one for ever. It keeps what it was asked.
/// </summary>
public sealed class ScriptedOperations : HttpClientFactory
{
    private readonly ConcurrentDictionary<string, Queue<Func<JsonNode, (int Status, string Body)>>> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Operation, JsonNode Body)> _asked = new();

    /// <summary>Clients that speak to the script and try once.</summary>
    public AwsClients Clients => new(new("eu-central-1")
    {
        Credentials = new BasicAWSCredentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        Endpoint = new("http://aws.test"),
        HttpClients = this,
        Retries = 0,
    });

    /// <summary>The operations in the order in which they were called.</summary>
    public IReadOnlyList<string> Operations => [.. _asked.Select(asked => asked.Operation)];

    /// <summary>The bodies of an operation's requests.</summary>
    public IReadOnlyList<JsonNode> Asked(string operation) => [.. _asked.Where(asked => asked.Operation == operation).Select(asked => asked.Body)];

    public ScriptedOperations Answers(string operation, params string[] bodies)
    {
        foreach (var body in bodies)
        {
            Next(operation, _ => (200, body));
        }

        return this;
    }

    /// <summary>Answers with what is made of the request, or refuses it by a <see cref="RefusalException"/>.</summary>
    public ScriptedOperations Answers(string operation, Func<JsonNode, string> body) => Next(operation, request =>
    {
        try
        {
            return (200, body(request));
        }
        catch (RefusalException refusal)
        {
            return Refused(refusal.Code, refusal.Message, 400);
        }
    });

    public ScriptedOperations Refuses(string operation, string code, string message = "no", int status = 400) => Next(operation, _ => Refused(code, message, status));

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new HttpScript((request, _) => AnswerAsync(request)).Client();

    private static (int Status, string Body) Refused(string code, string message, int status) =>
        (status, new JsonObject { ["__type"] = code, ["message"] = message }.ToJsonString());

    private ScriptedOperations Next(string operation, Func<JsonNode, (int Status, string Body)> answer)
    {
        _answers.GetOrAdd(operation, _ => new()).Enqueue(answer);
        return this;
    }

    private (int Status, string Body) Answer(string operation, JsonNode request)
    {
        _asked.Enqueue((operation, request));
        if (!_answers.TryGetValue(operation, out var answers))
        {
            throw new InvalidOperationException($"The script has no answer for {operation}.");
        }

        lock (answers)
        {
            return (answers.Count > 1 ? answers.Dequeue() : answers.Peek())(request);
        }
    }

    /// <summary>What a service refuses a request with.</summary>
    public sealed class RefusalException(string code, string message) : Exception(message)
    {
        public string Code => code;
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request)
    {
        var asked = JsonNode.Parse(await request.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        var (status, body) = Answer(HttpScript.Operation(request), asked);
        return new((HttpStatusCode)status) { RequestMessage = request, Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1") };
    }
}
