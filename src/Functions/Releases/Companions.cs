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
    /// <summary>Of whichever image it is asked, it is one release: the order is the manifest's. The time is that of the last push.</summary>
    public async Task<Completion> FindAsync(SystemManifest system, Push push, CancellationToken cancellationToken)
    {
        var repositories = system.ReleasedWith(push.Image.Repository);
        if (repositories.Count == 1)
        {
            return new(push, []);
        }

        var (images, missing) = (new List<ImageDescription>(), new List<string>());
        foreach (var repository in repositories)
        {
            var found = repository == push.Image.Repository
                ? await registry.FindAsync(push.Image, cancellationToken)
                : await registry.FindAsync(push.Image.Registry, repository, push.Tag, cancellationToken);
            if (found is not null)
            {
                images.Add(found);
            }
            else
            {
                missing.Add($"{repository}:{push.Tag}");
            }
        }

        return missing.Count > 0
            ? new(null, missing)
            : new(push with { Image = images[0].Image, Others = [.. images.Skip(1).Select(other => other.Image)], PushedAt = images.Select(image => image.PushedAt).Append(push.PushedAt).Max() }, []);
    }
}
