namespace Slipway.Aws.Executions;

/// <summary>How Step Functions names its state machines and executions.</summary>
internal static class StepFunctionsArn
{
    /// <summary>The name at the end of an ARN.</summary>
    public static string Name(string arn) => arn[(arn.LastIndexOf(':') + 1)..];
}
