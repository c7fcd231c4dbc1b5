using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace AwsPackages.Sdk;

/// <summary>The settings of the core, with the defaults and the endpoints of one service.</summary>
public abstract class SliceConfig : ClientConfig
{
    private static readonly IDefaultConfiguration[] Modes =
    [
        Mode(DefaultConfigurationMode.Standard, 3100),
        Mode(DefaultConfigurationMode.InRegion, 1100),
        Mode(DefaultConfigurationMode.CrossRegion, 3100),
        Mode(DefaultConfigurationMode.Mobile, 30000),
        Mode(DefaultConfigurationMode.Auto, 1100),
    ];

    private readonly ServiceDefinition service;

    protected SliceConfig(ServiceDefinition service)
        : base(new DefaultConfigurationProvider(Modes))
    {
        this.service = service;
        UserAgent = InternalSDKUtils.BuildUserAgentString(service.Id.Replace(' ', '_'), "4.0.100");
        ServiceId = service.Id;
        AuthenticationServiceName = service.SigningName;
        EndpointProvider = new RegionalEndpoints(service);
    }

    public override string RegionEndpointServiceName => service.EndpointPrefix;

    public override string ServiceVersion => service.ApiVersion;

    public override string UserAgent { get; }

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var request = new DefaultRequest(parameters.Request, service.Namespace) { AlternateEndpoint = parameters.AlternateEndpoint };
        var context = new RequestContext(false) { ClientConfig = this, OriginalRequest = parameters.Request, Request = request };
        return new EndpointHandler().GetEndpoint(new Amazon.Runtime.Internal.ExecutionContext(context, null));
    }

    private static DefaultConfiguration Mode(DefaultConfigurationMode name, int connectMilliseconds)
    {
        var timeout = TimeSpan.FromMilliseconds(connectMilliseconds);
        return new DefaultConfiguration
        {
            Name = name,
            RetryMode = RequestRetryMode.Standard,
            S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
            ConnectTimeout = timeout,
            TlsNegotiationTimeout = timeout,
        };
    }
}
