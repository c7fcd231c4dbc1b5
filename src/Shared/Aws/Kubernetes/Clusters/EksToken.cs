using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;
using Slipway.Aws.Access;

namespace Slipway.Aws.Kubernetes.Clusters;

/// <summary>
/// The token by which EKS knows a role: a presigned GetCallerIdentity of the region's STS, made out to one cluster, in the form
/// that aws-iam-authenticator publishes. It is good for 15 minutes from its signature and kept for 14.
/// </summary>
public sealed class EksToken(AWSCredentials credentials, string region, string cluster, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(14);
    private (string Token, DateTimeOffset Until)? _kept;

    /// <summary>The kept token, or a new one when that is too old or was refused.</summary>
    public async ValueTask<string?> GetAsync(bool isRefused, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!isRefused && _kept is { } kept && now < kept.Until)
        {
            return kept.Token;
        }

        var keys = await AwsCall.AskAsync($"The credentials for the cluster {cluster} cannot be had", credentials.GetCredentialsAsync);
        cancellationToken.ThrowIfCancellationRequested();
        var token = Sign(keys, region, cluster, now);
        _kept = (token, now + Lifetime);
        return token;
    }

    /// <summary>The token of these keys, signed at an instant.</summary>
    public static string Sign(ImmutableCredentials keys, string region, string cluster, DateTimeOffset signedAt)
    {
        var request = new DefaultRequest(new CallerIdentity(), "STS")
        {
            HttpMethod = "GET",
            UseQueryString = true,
            Endpoint = new($"https://sts.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}/"),
        };
        request.Headers["x-k8s-aws-id"] = cluster;
        request.Parameters["Action"] = "GetCallerIdentity";
        request.Parameters["Version"] = "2011-06-15";

        // STS does not read it, the first authenticators refuse more than 60.
        request.Parameters["X-Amz-Expires"] = 60.ToString(CultureInfo.InvariantCulture);
        if (keys.UseToken)
        {
            request.Parameters["X-Amz-Security-Token"] = keys.Token;
        }

        var signature = AWS4PreSignedUrlSigner.SignRequest(request, null, new RequestMetrics(), keys.AccessKey, keys.SecretKey, "sts", region, signedAt.UtcDateTime);
        var url = $"{AmazonServiceClient.ComposeUrl(request).AbsoluteUri}&{signature.ForQueryParameters}";
        return $"k8s-aws-v1.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(url))}";
    }

    private sealed class CallerIdentity : AmazonWebServiceRequest;
}
