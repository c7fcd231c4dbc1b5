namespace Slipway.Local.Account;

/// <summary>How an image behaves when it is scanned and run. On the command line by its name in lower case.</summary>
public enum ImageBehaviour
{
    Healthy,

    /// <summary>Becomes ready, but later than the manifest allows.</summary>
    Slow,

    /// <summary>Its container exits shortly after each start.</summary>
    CrashLoop,

    /// <summary>It is pushed and scanned, its jobs run, and it is gone when a workload pulls it.</summary>
    Missing,

    /// <summary>Becomes ready and answers smoke requests, but fails a share of the others with 5xx.</summary>
    Errors,

    /// <summary>Its scan finds critical vulnerabilities.</summary>
    Vulnerable,

    /// <summary>Becomes ready, but answers smoke requests with 503.</summary>
    Unhealthy,

    /// <summary>Its migration job fails.</summary>
    Migration,

    /// <summary>Its scan never ends.</summary>
    Unscanned,

    /// <summary>Becomes ready and answers, but takes twice as long.</summary>
    Sluggish,

    /// <summary>Becomes ready and answers, but its verification jobs fail.</summary>
    Verification,
}

/// <summary>The names by which people ask for behaviours.</summary>
public static class ImageBehaviours
{
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames<ImageBehaviour>().Select(name => name.ToLowerInvariant())];

    public static ImageBehaviour? Find(string name) =>
        Names.Contains(name, StringComparer.Ordinal) ? Enum.Parse<ImageBehaviour>(name, ignoreCase: true) : null;
}
