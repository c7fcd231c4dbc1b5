using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about tasks that run to their end.</summary>
internal static class JobSection
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(15);

    private static MapShape Job { get; } = new("{image: {repository: my-api}, run: [npm, run, migrate]}",
    [
        May("image", ServiceSection.Image, "The image it runs, by the digest of the release."),
        May("run", new ListShape("[npm, run, migrate]", Scalars.Text("migrate"), Filled: true), "The command and its arguments."),
        May("timeout", Scalars.Duration, "How long it may run; without it, 15m."),
        .. KeptKeys.Job,
    ]);

    public static NamedShape Shape { get; } = new($"{{migrate: {Job.Example}}}", Job);

    /// <summary>A job that Slipway starts needs the image of a release and a command: the image's own would start the server.</summary>
    public static void CheckMigration(ManifestNode name, ManifestNode document, Problems problems)
    {
        if (name.Text is null || document["jobs"].Find(name.Text) is not MapNode job)
        {
            return;
        }

        foreach (var key in Job.Keys.Where(key => key.Name is "image" or "run" && job.Find(key.Name) is null))
        {
            problems.Add(job[key.Name], $"missing; {name.Path} runs this job, so write {key.Name}: {key.Shape.Example}");
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
        Run = entry.Value["run"].Texts,
        Timeout = entry.Value["timeout"].Duration ?? Timeout,
    };
}
