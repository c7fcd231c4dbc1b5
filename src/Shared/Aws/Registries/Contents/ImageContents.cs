using Slipway.Domain.Images;

namespace Slipway.Aws.Registries.Contents;

/// <summary>Everything that belongs to an image: its manifests, children before parents and subjects before their referrers.</summary>
internal sealed record ImageContents(IReadOnlyList<Manifest> Manifests, IReadOnlyList<TaggedManifest> Tagged, IReadOnlyList<ReferrersOf> Referrers);

/// <summary>A manifest that is found by its tag alone, as cosign keeps its signatures.</summary>
internal sealed record TaggedManifest(string Tag, Manifest Manifest);

/// <summary>What refers to a manifest; <paramref name="Index"/> is the list itself where the source keeps it under a tag.</summary>
internal sealed record ReferrersOf(Digest Subject, IReadOnlyList<Descriptor> Descriptors, Manifest? Index)
{
    /// <summary>The tag under which registries without the referrers API keep the list (OCI distribution spec 1.1, referrers tag schema).</summary>
    public string Tag => TagOf(Subject);

    public static string TagOf(Digest subject) => subject.Value.Replace(':', '-');
}
