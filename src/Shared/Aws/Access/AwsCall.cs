using System.Net;
using Amazon.Runtime;
using Slipway.Domain;

namespace Slipway.Aws.Access;

/// <summary>Calls of AWS, whose failures are said in the domain's three exceptions and in one sentence each.</summary>
internal static class AwsCall
{
    private static readonly HashSet<string> Throttling = new(StringComparer.Ordinal)
    {
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException", "TooManyRequestsException", "RequestLimitExceeded",
        "BandwidthLimitExceeded", "ProvisionedThroughputExceededException", "TransactionInProgressException", "PriorRequestNotComplete", "SlowDown",
        "EC2ThrottledException", "RequestTimeout", "RequestTimeoutException",
    };

    private static readonly HashSet<string> Unknown = new(StringComparer.Ordinal)
    {
        "UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidSignatureException", "AuthFailure", "IncompleteSignature", "MissingAuthenticationToken",
    };

    private static readonly HashSet<string> Expired = new(StringComparer.Ordinal) { "ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired" };

    private static readonly HashSet<string> Denied = new(StringComparer.Ordinal)
    {
        "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "AuthorizationErrorException", "NotAuthorized", "OptInRequired",
    };

    /// <param name="failed">What to say when it fails, without a full stop: "The service api of the cluster shop cannot be read".</param>
    public static async Task<T> AskAsync<T>(string failed, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (AmazonServiceException failure)
        {
            throw Translate(failed, failure);
        }
        catch (Exception failure) when (failure is OperationCanceledException or TimeoutException)
        {
            throw new UnavailableException($"{failed}: no answer came in time.", failure);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or AmazonUnmarshallingException)
        {
            throw new UnavailableException($"{failed}: {Innermost(failure).Message}.", failure);
        }
        catch (AmazonClientException failure)
        {
            throw Innermost(failure) is RejectedException or UnavailableException ? Innermost(failure) : NoCredentials(failed, failure);
        }
    }

    private static Exception Translate(string failed, AmazonServiceException failure)
    {
        var code = failure.ErrorCode ?? "";
        return failure switch
        {
            _ when Throttling.Contains(code) || failure.StatusCode == HttpStatusCode.TooManyRequests => new UnavailableException($"{failed}: AWS throttles ({code}).", failure),
            _ when Expired.Contains(code) => new RejectedException($"{failed}: the session has expired ({code}); sign in again.", failure),
            _ when Unknown.Contains(code) => new RejectedException($"{failed}: AWS does not accept the credentials ({code}); check the keys or the profile that are in use.", failure),
            _ when Denied.Contains(code) => new RejectedException($"{failed}: permission is missing ({code}): {Text(failure)}", failure),
            { StatusCode: >= HttpStatusCode.InternalServerError } => new UnavailableException($"{failed}: AWS answered {(int)failure.StatusCode}: {Text(failure)}", failure),
            { StatusCode: >= HttpStatusCode.BadRequest } => new RejectedException($"{failed}: {Text(failure)} ({code})", failure),
            _ => new UnavailableException($"{failed}: {Innermost(failure).Message}", failure),
        };
    }

    private static RejectedException NoCredentials(string failed, AmazonClientException failure) =>
        failure.Message.StartsWith("Failed to resolve AWS credentials", StringComparison.Ordinal)
            ? new($"{failed}: there are no credentials; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.", failure)
            : new($"{failed}: {Innermost(failure).Message.ReplaceLineEndings(" ")}", failure);

    private static string Text(AmazonServiceException failure) => string.IsNullOrWhiteSpace(failure.Message) ? "no reason is given." : failure.Message.ReplaceLineEndings(" ");

    private static Exception Innermost(Exception failure) => failure.InnerException is { } inner ? Innermost(inner) : failure;
}
