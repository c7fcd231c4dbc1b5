using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace AwsPackages.Sdk;

/// <summary>An operation of the protocols json 1.0 and 1.1: one POST, the operation in a header.</summary>
public sealed class JsonOperation<TRequest, TResponse>(
    ServiceDefinition service, string name, Action<Utf8JsonWriter, TRequest> write, JsonMember<TResponse> read, params IReadOnlyList<string> failures)
    : Operation<TRequest, TResponse>(service, name, failures)
    where TRequest : AmazonWebServiceRequest
    where TResponse : AmazonWebServiceResponse, new()
{
    private protected override void Write(DefaultRequest request, TRequest input)
    {
        request.Headers["X-Amz-Target"] = $"{Service.TargetPrefix}.{Name}";
        request.Headers["Content-Type"] = $"application/x-amz-json-{Service.JsonVersion}";
        request.Content = JsonWriting.Document(input, write);
    }

    private protected override string Read(ResponseBody body, TResponse response)
    {
        JsonReading.Fill(body.Read(), response, read);
        return null;
    }

    private protected override ServiceFailure ReadFailure(ResponseBody body, ReadOnlyMemory<byte> bytes) => JsonFailure.Read(body, bytes);
}
