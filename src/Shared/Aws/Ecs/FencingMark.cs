using System.Globalization;
using Amazon.ECS.Model;
using Slipway.Domain.Rollouts;

namespace Slipway.Aws.Ecs;

/// <summary>
/// What stands on a service as the last word: the highest fencing token and the revision that its holder asks for, as <c>7 shop-api:14</c>.
/// Tokens that follow each other have tags of their own, so that a late writer does not cover the one after it.
/// </summary>
internal sealed record FencingMark(long Token, string Revision)
{
    private const string Prefix = "slipway:fencing-token-";
    private const int Tags = 4;

    /// <summary>The tag that the mark stands in.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Token % Tags}");

    public static FencingMark Of(Service service) =>
        (service.Tags ?? []).Where(tag => tag.Key.StartsWith(Prefix, StringComparison.Ordinal)).Select(tag => Parse(tag.Value)).MaxBy(mark => mark.Token) ?? new(0, "");

    /// <exception cref="Domain.ConflictException">A newer holder has changed the service.</exception>
    public static void RefuseNewer(Service service, WorkloadAddress address, long token) => address.RefuseOlder(token, Of(service).Token);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Token} {Revision}");

    private static FencingMark Parse(string text)
    {
        var words = text.Split(' ', 2);
        return new(long.TryParse(words[0], CultureInfo.InvariantCulture, out var token) ? token : 0, words.Length > 1 ? words[1] : "");
    }
}
