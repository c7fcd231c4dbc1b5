using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Slipway.Aws.Kubernetes.Clusters;

namespace Slipway.Aws.Kubernetes.Api;

/// <summary>Whom a cluster's client trusts: the cluster's own authority and nobody else. The server's name is checked as TLS does.</summary>
internal static class ClusterTrust
{
    /// <summary>A client that lives as long as the process; each attempt has its own limit of time.</summary>
    public static HttpClient Open(ClusterAccess access)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.AddRange(access.Authorities);
        var tls = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        if (access.Certificate is { } certificate)
        {
            tls.ClientCertificates = [certificate];
        }

        var handler = new SocketsHttpHandler { SslOptions = tls, AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        return new(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
