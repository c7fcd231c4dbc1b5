using Amazon.CloudWatch;
using Slipway.Aws.Access;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Monitoring;

/// <summary>The clients of CloudWatch.</summary>
internal static class CloudWatchCall
{
    public static AmazonCloudWatchClient Client(AwsClients clients, Location location, bool isRepeatable = true) =>
        clients.For<AmazonCloudWatchClient, AmazonCloudWatchConfig>(location, static (credentials, config) => new(credentials, config), isRepeatable);

    /// <summary>A time of an answer.</summary>
    public static DateTimeOffset Time(DateTime? at) => at is { } time ? new(time.ToUniversalTime()) : default;
}
