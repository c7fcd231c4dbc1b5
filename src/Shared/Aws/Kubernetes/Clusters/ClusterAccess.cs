using System.Security.Cryptography.X509Certificates;

namespace Slipway.Aws.Kubernetes.Clusters;

/// <summary>Gives the token that opens a cluster; <paramref name="isRefused"/> says that the cluster did not take the last one.</summary>
public delegate ValueTask<string?> ClusterToken(bool isRefused, CancellationToken cancellationToken);

/// <summary>
/// A cluster's API server and what opens it. <paramref name="Authorities"/> are the only certificates that vouch for the server;
/// <paramref name="Caller"/> is whom the cluster sees, for messages.
/// </summary>
public sealed record ClusterAccess(string Cluster, Uri Server, X509Certificate2Collection Authorities, string Caller)
{
    /// <summary>Null where a certificate opens the cluster.</summary>
    public ClusterToken? Token { get; init; }

    /// <summary>What the caller shows of itself in the TLS handshake; null where a token opens the cluster.</summary>
    public X509Certificate2? Certificate { get; init; }
}
