using System.Globalization;
using Amazon.ECS.Model;

namespace Slipway.Aws.Ecs;

/// <summary>What stands on a service as the last word: the fencing token and the revision that its holder asks for, as <c>7 shop-api:14</c>.</summary>
internal sealed record FencingMark(long Token, string Revision)
{
    public const string Key = "slipway:fencing-token";

    public static FencingMark Of(Service service)
    {
        var words = service.Tags?.FirstOrDefault(tag => tag.Key == Key)?.Value?.Split(' ', 2) ?? [];
        return new(words.Length > 0 && long.TryParse(words[0], CultureInfo.InvariantCulture, out var token) ? token : 0, words.Length > 1 ? words[1] : "");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Token} {Revision}");
}
