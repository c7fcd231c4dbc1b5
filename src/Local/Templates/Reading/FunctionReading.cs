namespace Slipway.Local.Templates.Reading;

/// <summary>AWS::Serverless::Function.</summary>
internal static class FunctionReading
{
    private static readonly string[] Known =
    [
        "Architectures", "AssumeRolePolicyDocument", "AutoPublishAlias", "AutoPublishAliasAllProperties", "AutoPublishCodeSha256", "CapacityProviderConfig",
        "CodeSigningConfigArn", "CodeUri", "DeadLetterQueue", "DeploymentPreference", "Description", "DurableConfig", "Environment", "EphemeralStorage",
        "EventInvokeConfig", "Events", "FileSystemConfigs", "FunctionName", "FunctionScalingConfig", "FunctionUrlConfig", "Handler", "ImageConfig", "ImageUri",
        "InlineCode", "KmsKeyArn", "Layers", "LoggingConfig", "MemorySize", "MultiTenancyConfig", "PackageType", "PermissionsBoundary", "Policies",
        "PropagateTags", "ProvisionedConcurrencyConfig", "PublishToLatestPublished", "RecursiveLoop", "ReservedConcurrentExecutions", "Role", "RolePath",
        "Runtime", "RuntimeManagementConfig", "SnapStart", "SourceKMSKeyArn", "Tags", "TenancyConfig", "Timeout", "Tracing", "VersionDescription", "VersionDeletionPolicy", "VpcConfig",
    ];

    public static FunctionResource Read(Declaration declaration)
    {
        var properties = declaration.Properties.AllowOnly(Known);
        var isImage = properties.Choice("PackageType", "Zip", "Zip", "Image") == "Image";
        if (!isImage)
        {
            properties.Required("Runtime", "write Runtime: here or in Globals");
        }

        return new FunctionResource(declaration.Name, declaration.Json)
        {
            Handler = isImage
                ? properties.Text("Handler") ?? ""
                : properties.Required("Handler", "write Handler: Assembly::Namespace.Type::Method"),
            Environment = properties.Nested("Environment").AllowOnly("Variables").Texts("Variables"),
            Timeout = properties.Seconds("Timeout", 3, 1, 900),
            MemoryMegabytes = properties.Number("MemorySize", 128, 128, 10240),
            ReservedConcurrency = properties.Has("ReservedConcurrentExecutions")
                ? properties.Number("ReservedConcurrentExecutions", 1, 0, 1000)
                : null,
            Policies = properties.Json("Policies"),
            Asynchronous = Asynchronous(properties),
        };
    }

    private static AsynchronousInvocation Asynchronous(Properties properties)
    {
        var invocation = properties.Nested("EventInvokeConfig").AllowOnly(
            "DestinationConfig", "MaximumEventAgeInSeconds", "MaximumRetryAttempts");
        var destinations = invocation.Nested("DestinationConfig").AllowOnly("OnSuccess", "OnFailure");
        return new AsynchronousInvocation
        {
            MaximumRetryAttempts = invocation.Number("MaximumRetryAttempts", 2, 0, 2),
            MaximumEventAge = invocation.Seconds("MaximumEventAgeInSeconds", 21600, 60, 21600),
            OnSuccessArn = Destination(destinations, "OnSuccess"),
            OnFailureArn = Destination(destinations, "OnFailure"),
            DeadLetterArn = DeadLetter(properties),
        };
    }

    private static string? Destination(Properties destinations, string outcome) => destinations.Has(outcome)
        ? destinations.Nested(outcome).AllowOnly("Destination", "Type").Required(
            "Destination", "write Destination: with the ARN of a queue, function or event bus")
        : null;

    private static string? DeadLetter(Properties properties)
    {
        if (!properties.Has("DeadLetterQueue"))
        {
            return null;
        }

        var queue = properties.Nested("DeadLetterQueue").AllowOnly("TargetArn", "Type");
        queue.Choice("Type", "SQS", "SQS", "SNS");
        return queue.Required("TargetArn", "write TargetArn: with the ARN of a queue");
    }
}
