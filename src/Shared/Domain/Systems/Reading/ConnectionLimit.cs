namespace Slipway.Domain.Systems.Reading;

/// <summary>
/// How many connections RDS allows by default: the memory of the instance class divided by a constant of the engine. The memory
/// is the class's nominal one; RDS keeps a little for itself, so a manifest that needs the exact limit states maxConnections.
/// </summary>
internal static class ConnectionLimit
{
    private const double GiB = 1L << 30;

    /// <summary>Null for a class or an engine that is not known here.</summary>
    public static int? Of(string? engine, string? instanceClass) => (engine, Memory(instanceClass)) switch
    {
        ("postgres" or "aurora-postgresql", { } memory) => (int)Math.Min(memory * GiB / 9531392, 5000),
        ("mysql" or "mariadb" or "aurora-mysql", { } memory) => (int)(memory * GiB / 12582880),
        _ => null,
    };

    private static double? Memory(string? instanceClass) => instanceClass?.Split('.') switch
    {
        ["db", ['t', ..], var size] => Burstable(size),
        ["db", ['m', ..], var size] => Large(size) * 8,
        ["db", ['r', ..], var size] => Large(size) * 16,
        _ => null,
    };

    private static double? Burstable(string size) => size switch
    {
        "micro" => 1,
        "small" => 2,
        "medium" => 4,
        _ => Large(size) * 8,
    };

    /// <summary>How many times "large" a size is.</summary>
    private static double? Large(string size) => size switch
    {
        "large" => 1,
        "xlarge" => 2,
        _ when size.EndsWith("xlarge", StringComparison.Ordinal) && int.TryParse(size[..^"xlarge".Length], out var times) && times is > 0 and <= 64 => times * 2,
        _ => null,
    };
}
