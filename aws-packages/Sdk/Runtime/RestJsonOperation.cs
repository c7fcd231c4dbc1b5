using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace AwsPackages.Sdk;

/// <summary>An operation of the protocol rest-json: members go to the path, the query string, headers and a JSON body.</summary>
/// <param name="locate">Places the members that the model locates outside the body, and the body's payload if it has one.</param>
/// <param name="write">Writes the other members; null where there are none.</param>
/// <param name="head">Reads what the answer carries in its headers and status, and its payload if it has one; null where that is nothing.</param>
public sealed class RestJsonOperation<TRequest, TResponse>(
    ServiceDefinition service,
    string name,
    string method,
    string path,
    Action<RestRequest, TRequest> locate,
    Action<Utf8JsonWriter, TRequest> write,
    Func<RestResponse, TResponse, bool> head,
    JsonMember<TResponse> read,
    params IReadOnlyList<string> failures)
    : Operation<TRequest, TResponse>(service, name, failures)
    where TRequest : AmazonWebServiceRequest
    where TResponse : AmazonWebServiceResponse, new()
{
    private protected override void Write(DefaultRequest request, TRequest input)
    {
        request.HttpMethod = method;
        var parts = path.Split('?', '&');
        request.ResourcePath = parts[0];
        foreach (var part in parts.Skip(1))
        {
            request.AddSubResource(part.Split('=')[0], part.Contains('=', StringComparison.Ordinal) ? part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..] : null);
        }

        request.UseQueryString = true;
        locate?.Invoke(new RestRequest(request, Service), input);
        if (write is not null)
        {
            request.Headers["Content-Type"] = "application/json";
            request.Content = JsonWriting.Document(input, write);
        }
    }

    private protected override string Read(ResponseBody body, TResponse response)
    {
        var bytes = body.Read();
        if (head is null || !head(new RestResponse(body, bytes), response))
        {
            JsonReading.Fill(bytes, response, read);
        }

        return null;
    }

    private protected override ServiceFailure ReadFailure(ResponseBody body, ReadOnlyMemory<byte> bytes) => JsonFailure.Read(body, bytes);
}
