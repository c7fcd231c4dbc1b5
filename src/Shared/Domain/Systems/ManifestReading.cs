using System.Diagnostics.CodeAnalysis;

namespace Slipway.Domain.Systems;

/// <summary>What became of reading a manifest: the whole manifest, or everything that is wrong with it; never a part.</summary>
public sealed record ManifestReading
{
    private ManifestReading(SystemManifest? manifest, IReadOnlyList<ManifestProblem> problems) => (Manifest, Problems) = (manifest, problems);

    public SystemManifest? Manifest { get; }

    /// <summary>In the order of their lines.</summary>
    public IReadOnlyList<ManifestProblem> Problems { get; }

    [MemberNotNullWhen(true, nameof(Manifest))]
    public bool Succeeded => Manifest is not null;

    public static ManifestReading Of(SystemManifest manifest) => new(manifest, []);

    public static ManifestReading Refused(IReadOnlyList<ManifestProblem> problems) =>
        problems.Count > 0 ? new(null, problems) : throw new ArgumentException("A refused manifest has at least one problem.", nameof(problems));

    /// <summary>The manifest, for callers that cannot go on without it.</summary>
    /// <exception cref="RejectedException">It has problems: the message lists all of them.</exception>
    public SystemManifest Require() => Manifest ?? throw new RejectedException(string.Join('\n', Problems));
}
