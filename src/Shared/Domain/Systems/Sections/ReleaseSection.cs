using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about what makes one release.</summary>
internal static class ReleaseSection
{
    private const string Example = "[my-api, my-web]";

    public static MapShape Shape { get; } = new($"{{together: {Example}}}",
    [
        Must("together", new ListShape(Example, ServiceSection.Repository, Filled: true, Distinct: true),
            "The repositories whose images of one tag are one release, all or nothing: the push of the last of them opens it."),
    ]);

    public static void Check(ManifestNode document, Problems problems)
    {
        var together = document["release"]["together"];
        if (together.Items is [var only])
        {
            problems.Add(only, $"is alone; name the repositories that are released with it, such as {Example}, or leave release.together out");
        }

        var released = ServiceSection.Released(document["services"]);
        foreach (var repository in together.Items.Where(item => item.Text is { } text && !released.Contains(text)))
        {
            problems.Add(repository, $"no service runs images of '{repository.Text}'; {Suggestion.For(repository.Text!, released, "they run")}");
        }
    }
}
