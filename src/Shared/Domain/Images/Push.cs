using System.Text.Json.Serialization;

namespace Slipway.Domain.Images;

/// <summary>The fact that an image appeared in a registry, by the event or found by the sweep. The tag is only how it was named then.</summary>
public sealed record Push(string Id, Image Image, string Tag, DateTimeOffset PushedAt)
{
    /// <summary>True where the sweep found it because its event was lost; null otherwise.</summary>
    public bool? BySweep { get; init; }

    /// <summary>The label of an image that names its author.</summary>
    public const string AuthorLabel = "org.opencontainers.image.authors";

    /// <summary>The other images that are released with it, where the manifest says that several are one release; null otherwise.</summary>
    public IReadOnlyList<Image>? Others { get; init; }

    /// <summary>Everything that is released, the image first that the manifest names first.</summary>
    [JsonIgnore]
    public IReadOnlyList<Image> Images => [Image, .. Others ?? []];

    /// <summary>What tells this release from others of the same services: the image's digest, or one made of the digests of all.</summary>
    [JsonIgnore]
    public Digest Identity => Others is null ? Image.Digest : Digest.Of(string.Join('\n', Images.Select(image => $"{image.Repository}@{image.Digest}")));

    /// <summary>Its images and their tag, for people.</summary>
    [JsonIgnore]
    public string Title => $"{string.Join(" + ", Images.Select(image => image.Repository))}:{Tag}";

    /// <summary>Who made the images, as <see cref="AuthorLabel"/> says; null when nobody read it, empty when it names nobody.</summary>
    public IReadOnlyList<string>? Authors { get; init; }
}

/// <summary>What became of a message on the push queue.</summary>
[JsonConverter(typeof(CamelCase<PushOutcome>))]
public enum PushOutcome
{
    /// <summary>Releases were opened for it.</summary>
    Accepted,

    /// <summary>Its digest already has a release in every environment that takes it.</summary>
    Duplicate,

    /// <summary>Nothing here wants it: the reason says why.</summary>
    Ignored,

    /// <summary>Images that are released with it aren't there yet: the last of them opens the release.</summary>
    Incomplete,

    /// <summary>It could not be read or its system's manifest is wrong: the reason says what to mend.</summary>
    Rejected,
}

public static class PushOutcomes
{
    /// <summary>Whether the same push may be taken again and end otherwise: what was wrong or missing may be there by then.</summary>
    public static bool MayBeTakenAgain(this PushOutcome outcome) => outcome is PushOutcome.Rejected or PushOutcome.Incomplete;
}

/// <summary>The one record that says what became of a push: nothing that arrives is lost without a word.</summary>
public sealed record PushRecord(string Id, PushOutcome Outcome, string Reason, DateTimeOffset ReceivedAt)
{
    public Push? Push { get; init; }

    public IReadOnlyList<Releases.ReleaseId> Releases { get; init; } = [];
}

/// <summary>Remembers what became of every push.</summary>
public interface IPushes
{
    Task<PushRecord?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Keeps the record; the first one of an id stays, unless it <see cref="PushOutcomes.MayBeTakenAgain"/>.</summary>
    Task SaveAsync(PushRecord record, CancellationToken cancellationToken);
}
