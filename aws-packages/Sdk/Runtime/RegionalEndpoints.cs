using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace AwsPackages.Sdk;

/// <summary>The endpoint of a service in a region: the configured one, else the regional one of the partition.</summary>
internal sealed class RegionalEndpoints(ServiceDefinition service) : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        if (parameters["Endpoint"] is string { Length: > 0 } configured)
        {
            return new Endpoint(configured);
        }

        if (parameters["UseFIPS"] is true || parameters["UseDualStack"] is true)
        {
            throw new AmazonClientException($"The slice of {service.Namespace} knows no FIPS or dual-stack endpoints: build with -p:SdkPackages=official.");
        }

        if (parameters["Region"] is not string { Length: > 0 } region)
        {
            throw new AmazonClientException("Invalid Configuration: Missing Region");
        }

        var partition = Fn.Partition(region);
        return service.SigningRegion is { } signed && partition.name == "aws"
            ? new Endpoint(
                $"https://{service.EndpointPrefix}.{signed}.{partition.dnsSuffix}",
                $$"""{"authSchemes":[{"name":"sigv4","signingName":"{{service.SigningName}}","signingRegion":"{{signed}}"}]}""",
                null)
            : new Endpoint($"https://{service.EndpointPrefix}.{region}.{partition.dnsSuffix}");
    }
}
