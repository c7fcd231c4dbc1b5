namespace Slipway.Aws.Kubernetes.Api;

/// <summary>How patient a caller is with an API server.</summary>
public sealed record KubernetesOptions
{
    /// <summary>How long one attempt may take: a hung connection must leave time for another.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a call is tried in all when the server is busy, fails or cannot be reached.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The wait after a first failure; it doubles with each, and chance takes up to half of it away.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait, also that a server may ask for; who asks for more is told on as unavailable.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How many objects one page of a list holds.</summary>
    public int PageSize { get; init; } = 500;
}
