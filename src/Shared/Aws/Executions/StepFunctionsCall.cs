using Amazon.StepFunctions;
using Slipway.Aws.Access;

namespace Slipway.Aws.Executions;

/// <summary>The client of Step Functions, whose state machines are where Slipway is.</summary>
internal static class StepFunctionsCall
{
    public static AmazonStepFunctionsClient Client(AwsClients clients) =>
        clients.Own<AmazonStepFunctionsClient, AmazonStepFunctionsConfig>(static (credentials, config) => new(credentials, config));

    /// <summary>The name at the end of an ARN.</summary>
    public static string Name(string arn) => arn[(arn.LastIndexOf(':') + 1)..];
}
