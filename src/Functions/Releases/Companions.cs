using Slipway.Domain.Images;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Releases;

/// <summary>What of a push can be released: all of it, or nothing because these are missing.</summary>
public sealed record Completion(Push? Whole, IReadOnlyList<string> Missing)
{
    public string Reason(SystemManifest system) => $"{system.Name} releases {string.Join(" and ", system.Together)} together, and there is no {string.Join(" and no ", Missing)} yet.";
}

/// <summary>Finds the images that are released together with another: those of its tag in the repositories that the manifest names.</summary>
public sealed class Companions(IImageRegistry registry)
{
    /// <summary>Of whichever image it is asked, the answer is the same: the order is the manifest's, the time that of the last push.</summary>
    public async Task<Completion> FindAsync(SystemManifest system, Push push, CancellationToken cancellationToken)
    {
        var repositories = system.ReleasedWith(push.Image.Repository);
        if (repositories.Count == 1)
        {
            return new(push, []);
        }

        var (images, missing, last) = (new List<Image>(), new List<string>(), push.PushedAt);
        foreach (var repository in repositories)
        {
            if (repository == push.Image.Repository)
            {
                images.Add(push.Image);
            }
            else if (await registry.FindAsync(push.Image.Registry, repository, push.Tag, cancellationToken) is { } other)
            {
                images.Add(other.Image);
                last = other.PushedAt > last ? other.PushedAt : last;
            }
            else
            {
                missing.Add($"{repository}:{push.Tag}");
            }
        }

        return missing.Count > 0 ? new(null, missing) : new(push with { Image = images[0], Others = [.. images.Skip(1)], PushedAt = last }, []);
    }
}
