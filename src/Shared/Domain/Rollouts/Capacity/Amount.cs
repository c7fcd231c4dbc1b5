using System.Globalization;

namespace Slipway.Domain.Rollouts.Capacity;

/// <summary>Amounts of resources as people write them: <c>500m CPU</c>, <c>1.5 GiB</c>, <c>3 pods</c>.</summary>
public static class Amount
{
    private const double MiB = 1L << 20;
    private const double GiB = 1L << 30;

    public static string Text(string resource, double value)
    {
        var (plain, limits) = resource.StartsWith("limits.", StringComparison.Ordinal) ? (resource[7..], " of limits")
            : (resource.StartsWith("requests.", StringComparison.Ordinal) ? resource[9..] : resource, "");
        return plain switch
        {
            "cpu" => Cores(value) + limits,
            "memory" => Bytes(value) + limits,
            "ephemeral-storage" => $"{Bytes(value)} of storage{limits}",
            "pods" or CapacityMoment.EveryPod => Count(value, "pod"),
            CapacityMoment.Deployments => Count(value, "Deployment"),
            CapacityMoment.Jobs => Count(value, "job"),
            _ when plain.StartsWith("hugepages-", StringComparison.Ordinal) => $"{Bytes(value)} of {plain}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{value:0.###} {plain}{limits}"),
        };
    }

    /// <summary>Whether more is asked for than is left, whatever sums of fractions came to.</summary>
    public static bool IsMore(double asked, double left) => asked > left + (1e-9 * Math.Max(1, Math.Abs(left)));

    private static string Cores(double value) => value is > 0 and < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{value * 1000:0.###}m CPU")
        : string.Create(CultureInfo.InvariantCulture, $"{value:0.###} CPU");

    private static string Bytes(double value) => value is > 0 and < GiB
        ? string.Create(CultureInfo.InvariantCulture, $"{value / MiB:0.##} MiB")
        : string.Create(CultureInfo.InvariantCulture, $"{value / GiB:0.##} GiB");

    private static string Count(double value, string one) => string.Create(CultureInfo.InvariantCulture, $"{value:0.###} {one}{(value == 1 ? "" : "s")}");
}
