using Amazon.Lambda.Core;
using Slipway.Local.Templates;

namespace Slipway.Local.Hosting;

/// <summary>What a handler is told about its invocation.</summary>
public sealed class InvocationContext(FunctionResource function, string requestId, Func<TimeSpan> remaining) : ILambdaContext, ILambdaLogger
{
    public string AwsRequestId => requestId;

    public IClientContext ClientContext => null!;

    public string FunctionName => function.Name;

    public string FunctionVersion => "$LATEST";

    public ICognitoIdentity Identity => null!;

    public string InvokedFunctionArn => function.Arn;

    public ILambdaLogger Logger => this;

    public string LogGroupName => "";

    public string LogStreamName => "";

    public int MemoryLimitInMB => function.MemoryMegabytes;

    public TimeSpan RemainingTime => remaining();

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
