using System.Collections.Concurrent;
using System.Net.Http.Headers;

namespace Slipway.Aws.Registries;

/// <summary>
/// The registries of the OCI distribution API as this process speaks to them: ECR's of any account and region, and any other. The
/// delegate gives the authorization for a registry's host, null where none is needed; <paramref name="jitter"/> draws from 0 up to 1.
/// Loopback hosts are spoken to over plain HTTP, as container tools do.
/// </summary>
public sealed class OciRegistries(
    HttpClient http, Func<string, CancellationToken, Task<AuthenticationHeaderValue?>> authorize, TimeProvider time, Func<double> jitter, RegistryOptions? options = null)
{
    private readonly ConcurrentDictionary<string, RegistryConnection> _connections = new(StringComparer.OrdinalIgnoreCase);

    internal RegistryOptions Options { get; } = options ?? new RegistryOptions();

    internal TimeProvider Time => time;

    /// <summary>A client as registries need it: redirects are followed here, where the authorization is left behind, and no limit is set on how long a layer takes.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <param name="scope">What the requests have to be allowed to do, in the form of the token servers.</param>
    /// <param name="purpose">What is done there, in the word of the sentence about a refusal.</param>
    internal OciRepository Open(string host, string repository, string scope, string purpose) => new(Connect(host), repository, scope, purpose);

    internal OciRepository OpenToRead(string host, string repository) => Open(host, repository, $"repository:{repository}:pull", "read");

    private RegistryConnection Connect(string host) =>
        _connections.GetOrAdd(host, name => new(name, http, new(name, http, authorize), Options, time, new(Options.FirstDelay, Options.LongestDelay, jitter)));
}
