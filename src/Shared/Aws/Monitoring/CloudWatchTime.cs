namespace Slipway.Aws.Monitoring;

/// <summary>The times that CloudWatch says.</summary>
internal static class CloudWatchTime
{
    public static DateTimeOffset Of(DateTime? at) => at is { } time ? new(time.ToUniversalTime()) : default;
}
