namespace Slipway.Benchmarks.ColdStart;

/// <summary>What Lambda and template.yaml set for AcceptRegistryEvents.</summary>
internal static class Environments
{
    public static Dictionary<string, string> Of(Loopback lambda, Loopback aws, string? roots = null, string? directory = null)
    {
        var variables = new Dictionary<string, string>
        {
            ["AWS_LAMBDA_RUNTIME_API"] = lambda.Address.Authority,
            ["_HANDLER"] = "bootstrap",
            ["ANNOTATIONS_HANDLER"] = "AcceptRegistryEventsAsync",
            ["AWS_LAMBDA_FUNCTION_NAME"] = "AcceptRegistryEvents",
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "256",
            ["AWS_LAMBDA_LOG_STREAM_NAME"] = "2026/01/05/[$LATEST]cold",
            ["AWS_REGION"] = "us-west-2",
            ["AWS_ACCESS_KEY_ID"] = "AKIAIOSFODNN7EXAMPLE",
            ["AWS_SECRET_ACCESS_KEY"] = "none",
            ["AWS_SESSION_TOKEN"] = "none",
            ["AWS_ENDPOINT_URL"] = aws.Address.ToString(),
            ["TABLE_NAME"] = "slipway",
            ["MANIFESTS_BUCKET"] = "manifests",
            ["REPORTS_BUCKET"] = "reports",
            ["ACCOUNT_ID"] = "123456789012",
            ["PROMOTION_STATE_MACHINE_ARN"] = "arn:aws:states:us-west-2:123456789012:stateMachine:promotion",
            ["REMEDIATION_STATE_MACHINE_ARN"] = "arn:aws:states:us-west-2:123456789012:stateMachine:remediation",
        };
        if (roots is not null)
            variables["SSL_CERT_FILE"] = roots;

        if (directory is not null)
            variables["SSL_CERT_DIR"] = directory;

        return variables;
    }
}
