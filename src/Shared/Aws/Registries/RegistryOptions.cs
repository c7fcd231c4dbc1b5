namespace Slipway.Aws.Registries;

/// <summary>How much of an image is moved at once, and how long and how often a registry is asked.</summary>
public sealed record RegistryOptions
{
    /// <summary>Bytes of one part of an upload, and of the buffer of each blob under way. ECR takes 5 to 10 MiB, the last part apart (github.com/dotnet/sdk/pull/33019).</summary>
    public int ChunkBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Blobs under way at once.</summary>
    public int ParallelBlobs { get; init; } = 3;

    /// <summary>How often a request is made, and a blob begun, before the registry counts as unavailable.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The wait after a first failure; it doubles with each, and chance takes up to half of it away.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a registry may take to answer a request, the upload of a part included.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a download may stand still before its connection counts as cut.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
