using System.Globalization;

namespace Slipway.Domain.Rollouts.Capacity;

/// <summary>
/// How a Deployment or a DaemonSet replaces its pods, by a number or a percentage as its cluster has it. Where it may take none away
/// before another serves, there must be room for one more; with room for one it gets on, however many more it would like.
/// <list type="table">
/// <item><term>no replicas</term><description>none</description></item>
/// <item><term>some may be unavailable; of a Deployment a percentage is rounded down, of a DaemonSet up</term><description>none: the next takes the room of one that went</description></item>
/// <item><term>none may be, and none more may there be (percentages that come to nothing)</term><description>none: Kubernetes takes one away</description></item>
/// <item><term>none may be unavailable</term><description>one</description></item>
/// </list>
/// </summary>
/// <param name="RoundsUp">Whether a percentage of unavailable pods is rounded up.</param>
public sealed record Replacement(string MaxSurge, string MaxUnavailable, bool RoundsUp)
{
    /// <summary>Pods go before others come, all at once or one by one, or a person takes them away.</summary>
    public static Replacement InPlace { get; } = new("0", "1", RoundsUp: false);

    public static Replacement OfDeployment(string? maxSurge, string? maxUnavailable) => new(maxSurge ?? "25%", maxUnavailable ?? "25%", RoundsUp: false);

    public static Replacement OfDaemonSet(string? maxSurge, string? maxUnavailable) => new(maxSurge ?? "0", maxUnavailable ?? "1", RoundsUp: true);

    /// <summary>How many pods more there must be room for.</summary>
    public int Beside(int replicas) => replicas > 0 && Of(replicas, MaxUnavailable, RoundsUp) == 0 && MostBeside(replicas) > 0 ? 1 : 0;

    /// <summary>How many pods more there may be at most.</summary>
    public int MostBeside(int replicas) => Of(replicas, MaxSurge, isUp: true);

    /// <summary>What is no number is taken for some: then nothing more is needed.</summary>
    private static int Of(int replicas, string text, bool isUp) =>
        !int.TryParse(text.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? 1
            : text.EndsWith('%') ? (int)(((long)replicas * number + (isUp ? 99 : 0)) / 100)
            : number;
}
