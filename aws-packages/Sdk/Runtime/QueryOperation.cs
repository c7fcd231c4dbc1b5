using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace AwsPackages.Sdk;

/// <summary>An operation of the protocol query: a form as the request, XML as the answer.</summary>
/// <param name="result">The element that wraps the result; null where the answer carries none.</param>
public sealed class QueryOperation<TRequest, TResponse>(
    ServiceDefinition service, string name, string result, Action<QueryForm, TRequest> write, Action<XmlTree, TResponse> read, params IReadOnlyList<string> failures)
    : Operation<TRequest, TResponse>(service, name, failures)
    where TRequest : AmazonWebServiceRequest
    where TResponse : AmazonWebServiceResponse, new()
{
    private protected override void Write(DefaultRequest request, TRequest input)
    {
        var form = new QueryForm();
        form.Text("Action", Name);
        form.Text("Version", Service.ApiVersion);
        write(form, input);
        request.Headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8";
        request.Content = form.Encode();
    }

    private protected override string Read(ResponseBody body, TResponse response)
    {
        var document = XmlTree.Parse(body.Read());
        if (document is not null && (result is null ? document : document.Child(result)) is { } wrapped)
        {
            read(wrapped, response);
        }

        return document?.Child("ResponseMetadata")?.Text("RequestId");
    }

    private protected override ServiceFailure ReadFailure(ResponseBody body, ReadOnlyMemory<byte> bytes)
    {
        var document = XmlTree.TryParse(bytes);
        var error = document?.Child("Error") ?? document?.Child("Errors")?.Child("Error");
        var type = error?.Text("Type") switch { "Sender" => ErrorType.Sender, "Receiver" => ErrorType.Receiver, _ => ErrorType.Unknown };
        return new ServiceFailure(error?.Text("Code"), error?.Text("Message"), error?.Text("Code"), type, document?.Text("RequestId"), default, null, bytes);
    }
}
