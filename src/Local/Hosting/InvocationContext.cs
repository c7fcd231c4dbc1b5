using Amazon.Lambda.Core;
using Slipway.Local.Events;

namespace Slipway.Local.Hosting;

/// <summary>What a handler is told about its invocation.</summary>
internal sealed class InvocationContext(FunctionCall call) : ILambdaContext, ILambdaLogger
{
    public string AwsRequestId => call.RequestId;

    public IClientContext ClientContext => null!;

    public string FunctionName => call.Function.Name;

    public string FunctionVersion => "$LATEST";

    public ICognitoIdentity Identity => null!;

    public string InvokedFunctionArn => call.Function.Arn;

    public ILambdaLogger Logger => this;

    public string LogGroupName => "";

    public string LogStreamName => "";

    public int MemoryLimitInMB => call.Function.MemoryMegabytes;

    public TimeSpan RemainingTime => call.Remaining;

    public ILambdaSerializer Serializer => FunctionCatalog.Serializer;

    public string TenantId => null!;

    public string TraceId => "";

    public void Log(string message)
    {
    }

    public void LogLine(string message)
    {
    }
}
