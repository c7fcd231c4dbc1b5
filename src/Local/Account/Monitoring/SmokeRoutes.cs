using Slipway.Domain.Systems;

namespace Slipway.Local.Account.Monitoring;

/// <summary>
/// Which service a smoke request meets: the manifest that lists the URL names the system, a word of the URL the environment
/// (the last one, where promotion ends, when there is none) and the service (an API for "api", otherwise the front door).
/// </summary>
internal static class SmokeRoutes
{
    private static readonly string[] ApiNames = ["api", "backend", "server"];

    public static (Site Site, Service Service)? Find(string url, IReadOnlyList<Site> sites)
    {
        var words = Words(url);
        var candidates = sites.Where(site => (site.Environment.Rollout.Smoke.Any(check => check.Url == url) || site.IsPreview(url)) && site.Front.Count > 0).ToList();
        var site = candidates.LastOrDefault(site => words.Contains(site.Environment.Name.Value, StringComparer.OrdinalIgnoreCase)) ?? candidates.LastOrDefault();
        return site is null ? null : (site, ServiceOf(url, words, site));
    }

    private static Service ServiceOf(string url, List<string> words, Site site) =>
        site.Environment.Services.FirstOrDefault(service => Host(url).Split('.')[0] == service.Workload)
        ?? site.Environment.Services.FirstOrDefault(service => words.Contains(service.Name.Value, StringComparer.OrdinalIgnoreCase))
        ?? (words.Contains("api", StringComparer.OrdinalIgnoreCase) ? site.Front.FirstOrDefault(service => ApiNames.Contains(service.Name.Value)) : null)
        ?? site.Front[^1];

    private static string Host(string url) => url[(url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var at ? at + 3 : 0)..].Split('/', ':')[0];

    private static List<string> Words(string url) =>
        [.. new string([.. url.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
