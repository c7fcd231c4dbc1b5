using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about its caches: how to reach those that hold queues.</summary>
internal static class CacheSection
{
    private static MapShape Cache { get; } = new("{url: redis-url}",
    [
        May("url", Scalars.NameIn("secrets.items", "redis-url"), "The secret that holds its URL, such as rediss://:password@my-redis:6379. Queues in it are read there."),
        .. KeptKeys.Cache,
    ]);

    public static NamedShape Shape { get; } = new($"{{main: {Cache.Example}}}", Cache);

    /// <summary>The name that Secrets Manager knows the URL's secret by; null when the queue is in no cache or its cache names none.</summary>
    public static string? UrlSecret(string? backend, ManifestNode document)
    {
        var cache = backend is null ? null : document["caches"].Find(backend["caches.".Length..]);
        return cache?["url"].Text is { } secret ? document["secrets"]["items"][secret]["name"].Text ?? secret : null;
    }
}
