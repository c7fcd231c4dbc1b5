using System.Globalization;
using Slipway.Aws.Kubernetes.Api;

namespace Slipway.Aws.Kubernetes.Rollouts;

/// <summary>Who changed a workload last: the token of the holder's lease stands on it.</summary>
internal static class FencingAnnotation
{
    public const string Name = "slipway/fencing-token";

    public static long Of(ObjectMeta workload) => long.TryParse(workload.Annotation(Name), CultureInfo.InvariantCulture, out var token) ? token : 0;

    public static string Text(long token) => token.ToString(CultureInfo.InvariantCulture);
}
