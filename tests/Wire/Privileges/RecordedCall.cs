using System.Net;
using System.Text.RegularExpressions;

namespace Slipway.Tests.Wire.Privileges;

/// <summary>A request of the SDK as it went out: the actions of IAM that it needs, and whether AWS allowed it.</summary>
internal sealed partial record RecordedCall(IReadOnlyList<string> Actions, HttpStatusCode Status)
{
    public bool IsDenied => Status == HttpStatusCode.Forbidden;

    /// <summary>The service is the one that the request is signed for; the operation stands where the service's protocol has it.</summary>
    public static async Task<RecordedCall> ReadAsync(HttpRequestMessage request, HttpStatusCode status)
    {
        var service = Scope().Match(request.Headers.GetValues("Authorization").First()).Groups[1].Value;
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync();
        var operation = request.Headers.TryGetValues("X-Amz-Target", out var targets) ? targets.Single().Split('.')[^1]
            : Action().Match(body) is { Success: true } action ? action.Groups[1].Value
            : Rest(service, request);
        var prefix = service == "monitoring" ? "cloudwatch" : service;
        return new(operation == "TransactWriteItems" ? [.. Item().Matches(body).Select(item => $"dynamodb:{item.Groups[1].Value}Item").Distinct()] : [$"{prefix}:{operation}"], status);
    }

    /// <summary>The services whose operations are verbs and paths.</summary>
    private static string Rest(string service, HttpRequestMessage request) => (service, request.Method.Method, Depth(request)) switch
    {
        ("s3", "GET", 1) => "ListBucket",
        ("s3", "GET", _) => "GetObject",
        ("s3", "PUT", _) => "PutObject",
        ("eks", "GET", 2) => "DescribeCluster",
        ("eks", "GET", 4) => "DescribeNodegroup",
        ("eks", "POST", 5) => "UpdateNodegroupConfig",
        ("ses", "POST", _) => "SendEmail",
        _ => throw new InvalidOperationException($"{request.Method} {request.RequestUri} of {service} is no operation that is known here."),
    };

    private static int Depth(HttpRequestMessage request) => request.RequestUri!.AbsolutePath.Trim('/').Split('/').Length;

    [GeneratedRegex("Credential=[^/]+/[0-9]+/[^/]+/([^/]+)/")]
    private static partial Regex Scope();

    [GeneratedRegex("(?:^|&)Action=([A-Za-z]+)")]
    private static partial Regex Action();

    [GeneratedRegex("\"(Put|Update|Delete)\":")]
    private static partial Regex Item();
}
