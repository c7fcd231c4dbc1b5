#nullable enable
using System.Globalization;
using System.Net.Http.Headers;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The context of an invocation, from the Runtime API's headers and the process's environment.</summary>
internal sealed class LambdaContext(HttpResponseHeaders headers) : ILambdaContext
{
    private readonly DateTimeOffset deadline = DateTimeOffset.FromUnixTimeMilliseconds(
        long.TryParse(Header(headers, "Lambda-Runtime-Deadline-Ms"), CultureInfo.InvariantCulture, out var milliseconds) ? milliseconds : 0);

    public string AwsRequestId { get; } = Header(headers, "Lambda-Runtime-Aws-Request-Id")
        ?? throw new InvalidOperationException("The Lambda Runtime API sent an invocation without a request id.");

    public string? InvokedFunctionArn { get; } = Header(headers, "Lambda-Runtime-Invoked-Function-Arn");

    public string? TenantId { get; } = Header(headers, "Lambda-Runtime-Aws-Tenant-Id");

    public string? TraceId { get; } = Header(headers, "Lambda-Runtime-Trace-Id");

    public IClientContext? ClientContext => null;

    public ICognitoIdentity? Identity => null;

    public string? FunctionName => Variable("AWS_LAMBDA_FUNCTION_NAME");

    public string? FunctionVersion => Variable("AWS_LAMBDA_FUNCTION_VERSION");

    public ILambdaLogger Logger => ConsoleLogger.Instance;

    public string? LogGroupName => Variable("AWS_LAMBDA_LOG_GROUP_NAME");

    public string? LogStreamName => Variable("AWS_LAMBDA_LOG_STREAM_NAME");

    public int MemoryLimitInMB => int.TryParse(Variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), CultureInfo.InvariantCulture, out var megabytes) ? megabytes : 0;

    public TimeSpan RemainingTime => deadline - DateTimeOffset.UtcNow;

    public ILambdaSerializer? Serializer => null;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    private static string? Header(HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private sealed class ConsoleLogger : ILambdaLogger
    {
        public static readonly ConsoleLogger Instance = new();

        public void Log(string message) => Console.Write(message);

        public void LogLine(string message) => Console.WriteLine(message);
    }
}
