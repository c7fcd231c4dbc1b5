using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace AwsPackages.Sdk;

/// <summary>One operation of a service: how its request is written, and its answer or failure read. A protocol is a subclass.</summary>
public abstract class Operation<TRequest, TResponse>(ServiceDefinition service, string name, IReadOnlyList<string> failures)
    : ResponseUnmarshaller, IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
    where TResponse : AmazonWebServiceResponse, new()
{
    protected ServiceDefinition Service => service;

    protected string Name => name;

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, service.Namespace) { HttpMethod = "POST", ResourcePath = "/" };
        Write(request, (TRequest)input);
        return request;
    }

    public override AmazonWebServiceResponse Unmarshall(UnmarshallerContext input)
    {
        var body = (ResponseBody)input;
        try
        {
            var response = new TResponse();
            response.ResponseMetadata = new ResponseMetadata { RequestId = Read(body, response) ?? RequestId(body) };
            return response;
        }
        catch (Exception failure)
        {
            throw new AmazonUnmarshallingException(RequestId(body), body.CurrentPath, failure, body.ResponseData.StatusCode);
        }
    }

    public override AmazonServiceException UnmarshallException(UnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var body = (ResponseBody)input;
        var bytes = body.Read();
        var failure = ReadFailure(body, bytes);
        var shape = failures.FirstOrDefault(candidate => Names(candidate, failure.Shape)) ?? failures.FirstOrDefault(candidate => Names(candidate, failure.Code));
        return service.Failure(failure with
        {
            Shape = shape is null ? null : shape[(shape.IndexOf('=', StringComparison.Ordinal) + 1)..],
            Message = failure.Message ?? Unexplained(failure.Code, input.ResponseBody),
            RequestId = failure.RequestId ?? RequestId(body),
            Status = statusCode,
            Cause = innerException,
            Body = bytes,
        });
    }

    /// <summary>Writes what goes over the wire.</summary>
    private protected abstract void Write(DefaultRequest request, TRequest input);

    /// <summary>Fills the response; answers the request's id if the body says it.</summary>
    private protected abstract string Read(ResponseBody body, TResponse response);

    /// <summary>The error's code and message, the code also as the shape.</summary>
    private protected abstract ServiceFailure ReadFailure(ResponseBody body, ReadOnlyMemory<byte> bytes);

    protected override UnmarshallerContext ConstructUnmarshallerContext(Stream responseStream, bool maintainResponseBody, IWebResponseData response, bool isException) =>
        new ResponseBody(responseStream, maintainResponseBody, response, isException);

    protected override UnmarshallerContext ConstructUnmarshallerContext(
        Stream responseStream, bool maintainResponseBody, IWebResponseData response, bool isException, IRequestContext requestContext) =>
        new ResponseBody(responseStream, maintainResponseBody, response, isException);

    private static string RequestId(ResponseBody body) => body.Header("x-amzn-RequestId") ?? body.Header("x-amz-request-id");

    // A failure is listed by its code, or as code=shape where the two differ.
    private static bool Names(string candidate, string code) =>
        code is not null
        && (candidate == code
            || (candidate.StartsWith(code, StringComparison.Ordinal) && candidate.Length > code.Length && candidate[code.Length] == '=')
            || (candidate.EndsWith(code, StringComparison.Ordinal) && candidate.Length > code.Length && candidate[^(code.Length + 1)] == '='));

    private static string Unexplained(string code, string body) =>
        "The service returned an error" + (code is null ? "" : $" with Error Code {code}") + (string.IsNullOrEmpty(body) ? "." : $" with HTTP Body: {body}");
}
