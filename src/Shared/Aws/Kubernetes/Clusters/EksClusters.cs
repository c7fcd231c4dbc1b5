using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Kubernetes.Clusters;

/// <summary>The clusters of EKS: the address and authority of their API servers, and the token of the role that opens them.</summary>
public sealed class EksClusters(AwsClients clients, TimeProvider clock)
{
    /// <summary>A cluster that EKS does not know is refused; one that is not up yet, or not any more, is unavailable.</summary>
    public async Task<ClusterAccess> FindAsync(Location location, string cluster, CancellationToken cancellationToken)
    {
        var caller = location.Role is { } role ? $"the role {role}" : "the role of Slipway";
        var eks = clients.For(location, AwsServices.Eks);
        var found = (await AwsCall.AskAsync(
            $"The cluster {cluster} in {location.Region} cannot be looked up as {caller}", () => eks.DescribeClusterAsync(new() { Name = cluster }, cancellationToken))).Cluster;

        // A cluster whose configuration or version is being updated serves all the while.
        if (found.Status?.Value is not ("ACTIVE" or "UPDATING") || found.Endpoint is null || found.CertificateAuthority?.Data is not { } authority)
        {
            throw new UnavailableException($"The cluster {cluster} in {location.Region} cannot be used now: EKS says that it is {found.Status?.Value ?? "in no state"}.");
        }

        var token = new EksToken(clients.CredentialsFor(location), location.Region, cluster, clock);
        return new(cluster, new(found.Endpoint), Authorities(cluster, authority), caller) { Token = token.GetAsync };
    }

    private static X509Certificate2Collection Authorities(string cluster, string base64)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(Encoding.ASCII.GetString(Convert.FromBase64String(base64)));
        }
        catch (Exception failure) when (failure is FormatException or CryptographicException)
        {
            throw new RejectedException($"The certificate authority that EKS names for the cluster {cluster} cannot be read: {failure.Message}", failure);
        }

        return authorities.Count > 0 ? authorities : throw new RejectedException($"EKS names no certificate authority for the cluster {cluster}.");
    }
}
