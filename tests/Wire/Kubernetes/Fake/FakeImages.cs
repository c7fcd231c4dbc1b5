using Slipway.Domain.Images;

namespace Slipway.Tests.Wire.Kubernetes.Fake;

/// <summary>What a container of an image does: when it is ready, when and how it ends, what it writes.</summary>
/// <param name="EndsAfter">Null for one that runs until it is ended.</param>
internal sealed record FakeImage(TimeSpan ReadyAfter, TimeSpan? EndsAfter = null, int ExitCode = 0, string Reason = "Error", string Log = "");

/// <summary>The registry that the fake's nodes pull from: an image that is not here cannot be pulled.</summary>
internal sealed class FakeImages
{
    private readonly Dictionary<string, FakeImage> _byDigest = [];
    private readonly Dictionary<string, Digest> _tags = [];
    private int _made;

    public static FakeImage Healthy { get; } = new(TimeSpan.FromSeconds(4), Log: "listening\n");

    public static FakeImage Slow { get; } = new(TimeSpan.FromHours(2));

    public static FakeImage Crashing { get; } = new(TimeSpan.MaxValue, TimeSpan.FromSeconds(2), 1, Log: "starting\nError: DATABASE_URL is not set\n");

    /// <summary>An image of a repository that behaves like this; null for one that nobody can pull.</summary>
    public Image Push(string repository, FakeImage? image, string? tag = null)
    {
        var digest = Digest.Parse($"sha256:{++_made:x64}");
        if (image is not null)
        {
            _byDigest[digest.Value] = image;
        }

        if (tag is not null)
        {
            _tags[$"registry.example/{repository}:{tag}"] = digest;
        }

        return new("registry.example", repository, digest);
    }

    public string? DigestOf(string reference) =>
        reference.Split('@', 2) is [_, var digest] ? digest : _tags.TryGetValue(reference, out var tagged) ? tagged.Value : null;

    public FakeImage? Find(string reference) => DigestOf(reference) is { } digest ? _byDigest.GetValueOrDefault(digest) : null;
}
