using System.Text.Json.Serialization;
using Slipway.Domain.Images;

namespace Slipway.Domain.Releases;

/// <summary>What the sweep thinks of a push that the registry holds.</summary>
[JsonConverter(typeof(CamelCase<SweepFinding>))]
public enum SweepFinding
{
    /// <summary>It was there before the first sweep, or an earlier sweep has seen it.</summary>
    Seen,

    /// <summary>Its event may still be on its way.</summary>
    Settling,

    /// <summary>No environment takes it.</summary>
    Unwanted,

    /// <summary>It has its releases.</summary>
    Known,

    /// <summary>Its event was lost.</summary>
    Lost,
}

/// <summary>
/// Finds the pushes whose event never came: ECR's are best effort.
/// <list type="table">
/// <item><term>pushed before the first sweep, or more than the overlap before the last one</term><description>seen</description></item>
/// <item><term>pushed within the last five minutes</term><description>settling: the next sweep looks at it</description></item>
/// <item><term>under a tag that enters nowhere, Slipway's own and those of signatures among them</term><description>unwanted</description></item>
/// <item><term>its digest has a release in every environment that the tag enters</term><description>known</description></item>
/// <item><term>otherwise</term><description>lost</description></item>
/// </list>
/// A tag that was given to an old image does not count: the registry keeps the time of the image's push alone.
/// </summary>
public static class SweepRule
{
    /// <summary>How long an event may take.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMinutes(5);

    /// <summary>How far a sweep looks back behind the one before: clocks differ, and a manifest that could not be read may be mended.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    /// <summary>The mark of a first sweep, which looks at nothing: installing Slipway releases nothing.</summary>
    public static SweepMark Begin(string registry, string repository, DateTimeOffset now) => new(registry, repository, now, now);

    /// <summary>From when on a sweep looks.</summary>
    public static DateTimeOffset Since(SweepMark mark) => mark.Until - Overlap > mark.Began ? mark.Until - Overlap : mark.Began;

    /// <summary>The mark after a sweep.</summary>
    public static SweepMark Advance(SweepMark mark, DateTimeOffset now) => now - Settling > mark.Until ? mark with { Until = now - Settling } : mark;

    /// <summary>What was pushed, one for each tag, in the order in which it was; one digest and tag is one id however often it is swept.</summary>
    public static IEnumerable<Push> Pushes(IEnumerable<ImageDescription> images) => images.OrderBy(image => image.PushedAt)
        .SelectMany(image => image.Tags.Order(StringComparer.Ordinal).Select(tag => new Push($"sweep-{image.Image.Repository}-{image.Image.Digest.Abbreviation}-{tag}", image.Image, tag, image.PushedAt) { BySweep = true }));

    public static SweepFinding Decide(SweepMark mark, Push push, Route route, IReadOnlyList<Release> ofDigest, DateTimeOffset now) =>
        push.PushedAt < Since(mark) ? SweepFinding.Seen
        : push.PushedAt > now - Settling ? SweepFinding.Settling
        : route.Entries.Count == 0 ? SweepFinding.Unwanted
        : route.Entries.All(entry => ofDigest.Any(release => release.System == entry.System && release.Environment == entry.Environment)) ? SweepFinding.Known
        : SweepFinding.Lost;
}
