using System.Collections.Concurrent;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.Runtime.Internal;
using Amazon.SecurityToken;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Access;

/// <summary>
/// The clients of AWS: one for each service and location, with the credentials that open it. A call that is safe to repeat is
/// retried by the client; one that is not goes out once, and what a failure means is left to the state machine.
/// </summary>
public sealed class AwsClients(AwsOptions options)
{
    private readonly ConcurrentDictionary<(Type Service, Location Location, bool IsRepeatable), Lazy<AmazonServiceClient>> _clients = new();
    private readonly ConcurrentDictionary<string, AssumedRole> _roles = new(StringComparer.Ordinal);

    static AwsClients() => RuntimePipelineCustomizerRegistry.Instance.Register(new OneResponseType());

    /// <summary>Where Slipway itself runs.</summary>
    public Location Home { get; } = new(options.Region);

    /// <summary>The one client of a service and location.</summary>
    /// <param name="make">Makes the client of its credentials and configuration.</param>
    /// <param name="isRepeatable">False for calls whose repetition would do their effect twice.</param>
    public TClient For<TClient, TConfig>(Location location, Func<AWSCredentials, TConfig, TClient> make, bool isRepeatable = true)
        where TClient : AmazonServiceClient
        where TConfig : ClientConfig, new()
    {
        var client = _clients.GetOrAdd((typeof(TClient), location, isRepeatable), _ => new(() => make(CredentialsFor(location), Configure(new TConfig(), location, isRepeatable))));
        return (TClient)client.Value;
    }

    /// <summary>The one client of a service that Slipway's own credentials open, whatever a manifest says: no role is ever assumed for it.</summary>
    /// <param name="region">Null is where Slipway itself runs.</param>
    public TClient Own<TClient, TConfig>(Func<AWSCredentials, TConfig, TClient> make, string? region = null, bool isRepeatable = true)
        where TClient : AmazonServiceClient
        where TConfig : ClientConfig, new() =>
        For(region is null ? Home : new Location(region), make, isRepeatable);

    /// <summary>The credentials that open a location: Slipway's own, or those of the role in the environment's account.</summary>
    public AWSCredentials CredentialsFor(Location location) =>
        location.Role is { } role
            ? _roles.GetOrAdd(role, name => new(SecurityToken(), name))
            : options.Credentials ?? DefaultAWSCredentialsIdentityResolver.GetCredentials();

    /// <summary>Credentials are taken within another call, whose time does not end this one: they come soon or not at all.</summary>
    private AmazonSecurityTokenServiceClient SecurityToken() => Own<AmazonSecurityTokenServiceClient, AmazonSecurityTokenServiceConfig>(static (credentials, config) =>
    {
        (config.Timeout, config.MaxErrorRetry) = (TimeSpan.FromSeconds(5), 1);
        return new(credentials, config);
    });

    private TConfig Configure<TConfig>(TConfig config, Location location, bool isRepeatable)
        where TConfig : ClientConfig
    {
        config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(location.Region);
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = isRepeatable ? options.Retries : 0;
        config.Timeout = options.Timeout;
        if (options.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.ToString();
            config.AuthenticationRegion = location.Region;
        }

        if (options.HttpClients is { } factory)
        {
            config.HttpClientFactory = factory;
        }

        return config;
    }
}
