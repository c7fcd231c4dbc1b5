using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about tasks that run to their end.</summary>
internal static class JobSection
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(15);

    /// <summary>A job's image may be one of somebody else's, which no release moves: it stands there by its digest.</summary>
    private static MapShape Image { get; } = ServiceSection.Image with
    {
        Keys =
        [
            .. ServiceSection.Image.Keys,
            May("digest", Scalars.Pattern("an image's digest", $"sha256:{new string('0', 64)}", "^sha256:[0-9a-f]{64}$"), "For an image of a registry outside the account, of a verification job: which one it is."),
        ],
    };

    private static MapShape Job { get; } = new("{image: {repository: my-api}, run: [npm, run, migrate]}",
    [
        May("image", Image, "The image it runs, by the digest of the release."),
        May("run", new ListShape("[npm, run, migrate]", Scalars.Text("migrate"), Filled: true), "The command and its arguments."),
        May("timeout", Scalars.Duration, "How long it may run; without it, 15m."),
        .. KeptKeys.Job,
    ]);

    public static NamedShape Shape { get; } = new($"{{migrate: {Job.Example}}}", Job);

    public static void CheckMigration(ManifestNode name, ManifestNode document, Problems problems) => Check(name, name.Text, document, problems);

    /// <summary>A verification names its job by a path, and may run an image that no release brings.</summary>
    public static void CheckVerification(ManifestNode path, ManifestNode document, Problems problems)
    {
        Check(path, path.Text?.Split('.')[^1], document, problems);
        if (path.Text is { } job && document["jobs"][job.Split('.')[^1]]["image"] is MapNode image && image.Find("registry") is null != image.Find("digest") is null)
        {
            problems.Add(image["digest"], image.Find("digest") is null
                ? $"missing; {path.Path} runs this image of another registry, so write digest: {Image.Keys[^1].Shape.Example}"
                : "belongs to an image of another registry; remove it, since the release brings its own, or write registry: public.ecr.aws");
        }
    }

    /// <summary>A job that Slipway starts needs an image and a command: the image's own would start the server.</summary>
    private static void Check(ManifestNode asking, string? name, ManifestNode document, Problems problems)
    {
        if (name is null || document["jobs"].Find(name) is not MapNode job)
        {
            return;
        }

        foreach (var key in Job.Keys.Where(key => key.Name is "image" or "run" && job.Find(key.Name) is null))
        {
            problems.Add(job[key.Name], $"missing; {asking.Path} runs this job, so write {key.Name}: {key.Shape.Example}");
        }

        var image = job["image"];
        var released = ServiceSection.Released(document["services"]);
        if (image.Find("registry") is null && image["repository"].Text is { } repository && !released.Contains(repository))
        {
            problems.Add(image["repository"], $"no service runs images of '{repository}', so no release brings one; {Suggestion.For(repository, released, "they run")}");
        }
    }

    public static IReadOnlyList<Job> Read(ManifestNode jobs) => [.. jobs.Entries.Select(Read)];

    private static Job Read(MapEntry entry) => new()
    {
        Name = entry.Key,
        Repository = entry.Value["image"] is var image && image.Find("registry") is null ? image["repository"].Text : null,
        Image = image["registry"].Text is { } registry && Digest.TryParse(image["digest"].Text, null, out var digest) ? new(registry, image["repository"].Text ?? "", digest) : null,
        Run = entry.Value["run"].Texts,
        Timeout = entry.Value["timeout"].Duration ?? Timeout,
    };
}
