using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Slipway.Aws.Access;

namespace Slipway.Aws.Registries.Ecr;

/// <summary>
/// The authorization for ECR's registries. One token of a region opens every registry there that the caller may use, for twelve
/// hours; it is kept until shortly before it ends, so that a copy which begins with it can finish with it.
/// </summary>
public sealed class EcrLogin(AwsClients clients, TimeProvider clock)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(30);
    private readonly ConcurrentDictionary<string, RegionToken> _regions = new(StringComparer.Ordinal);

    /// <summary>Basic authorization for the host; null for a host that is none of ECR's.</summary>
    public async Task<AuthenticationHeaderValue?> AuthorizeAsync(string host, CancellationToken cancellationToken)
    {
        if (!EcrHost.TryParse(host, out var registry))
        {
            return null;
        }

        var region = _regions.GetOrAdd(registry.Region, _ => new());
        await region.Gate.WaitAsync(cancellationToken);
        try
        {
            if (region.Token is null || region.Expires - Margin <= clock.GetUtcNow())
            {
                (region.Token, region.Expires) = await FetchAsync(registry, cancellationToken);
            }

            return region.Token;
        }
        finally
        {
            region.Gate.Release();
        }
    }

    private async Task<(AuthenticationHeaderValue Token, DateTimeOffset Expires)> FetchAsync(EcrHost registry, CancellationToken cancellationToken)
    {
        var client = clients.Own(AwsServices.Ecr, registry.Region);
        var answer = await AwsCall.AskAsync(
            $"No authorization is given for the registries of ECR in {registry.Region}", () => client.GetAuthorizationTokenAsync(new(), cancellationToken));
        var given = answer.AuthorizationData[0];
        return (new("Basic", given.AuthorizationToken), given.ExpiresAt is { } expires ? new(expires.ToUniversalTime(), TimeSpan.Zero) : default);
    }

    private sealed class RegionToken
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public AuthenticationHeaderValue? Token { get; set; }

        public DateTimeOffset Expires { get; set; }
    }
}
