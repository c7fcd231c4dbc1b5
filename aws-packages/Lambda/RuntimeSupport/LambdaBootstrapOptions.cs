namespace Amazon.Lambda.RuntimeSupport.Bootstrap;

/// <summary>Settings of the invoke loop.</summary>
public class LambdaBootstrapOptions
{
    /// <summary>Host and port of the Runtime API; by default what AWS_LAMBDA_RUNTIME_API says.</summary>
    public string RuntimeApiEndpoint { get; set; }
}
