using System.Globalization;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Domain;
using Slipway.Domain.Rollouts;

namespace Slipway.Aws.Kubernetes.Rollouts;

/// <summary>Who changed a workload last: the token of the holder's lease stands on it.</summary>
internal static class FencingAnnotation
{
    public const string Name = "slipway/fencing-token";

    public static long Of(ObjectMeta workload) => long.TryParse(workload.Annotation(Name), CultureInfo.InvariantCulture, out var token) ? token : 0;

    public static string Text(long token) => token.ToString(CultureInfo.InvariantCulture);

    public static ConflictException Older(WorkloadAddress address, long seen, long token) =>
        new($"{address.Name} was last changed with token {seen}; token {token} is older, so its holder has lost the lease.");
}
