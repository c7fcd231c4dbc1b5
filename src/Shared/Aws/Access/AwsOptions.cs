using Amazon.Runtime;

namespace Slipway.Aws.Access;

/// <summary>How AWS is reached. In Lambda everything but the region is left as it is; an emulator or a test says more.</summary>
public sealed record AwsOptions(string Region)
{
    /// <summary>Null takes the chain of the SDK: the environment, a profile, the role of the function.</summary>
    public AWSCredentials? Credentials { get; init; }

    /// <summary>One address for every service, as an emulator has; null leaves it to the SDK, which knows <c>AWS_ENDPOINT_URL</c>.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Makes the HTTP clients; null leaves it to the SDK.</summary>
    public HttpClientFactory? HttpClients { get; init; }

    /// <summary>How long one attempt of a call may take: a hung connection must leave time for another.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a call that is safe to repeat is tried again, with exponential backoff and jitter.</summary>
    public int Retries { get; init; } = 3;
}
