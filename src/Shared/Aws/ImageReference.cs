using Slipway.Domain.Images;

namespace Slipway.Aws;

/// <summary>What a container asks for: <c>[registry/]repository[:tag][@digest]</c>, with the defaults that container runtimes fill in.</summary>
public sealed record ImageReference(string Registry, string Repository, string? Tag, Digest? Digest)
{
    public static ImageReference Parse(string text)
    {
        var (name, digest) = text.Split('@', 2) is [var before, var after] ? (before, after) : (text, "");
        var lastSlash = name.LastIndexOf('/');
        var colon = name.IndexOf(':', lastSlash + 1);
        var tag = colon < 0 ? null : name[(colon + 1)..];
        name = colon < 0 ? name : name[..colon];
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];
        var hasRegistry = first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost";
        var repository = hasRegistry ? name[(slash + 1)..] : slash < 0 ? $"library/{name}" : name;
        return new(hasRegistry ? first : "docker.io", repository, tag, Domain.Images.Digest.TryParse(digest, null, out var parsed) ? parsed : null);
    }

    public Image? Image => Digest is { } digest ? new(Registry, Repository, digest) : null;

    /// <summary>The digest in a container status's <c>imageID</c>. A bare <c>sha256:...</c> there is that of the image's configuration, which no registry serves.</summary>
    public static Digest? Pulled(string? imageId) =>
        imageId?.Split('@', 2) is [_, var text] && Domain.Images.Digest.TryParse(text, null, out var digest) ? digest : null;
}
