using System.Net;
using System.Security.Authentication;
using Slipway.Aws.Kubernetes.Clusters;
using Slipway.Domain;

namespace Slipway.Aws.Kubernetes.Api;

/// <summary>What a failed call means to the domain, in one sentence each.</summary>
internal static class KubernetesFailure
{
    /// <summary>An answer other than a success.</summary>
    public static Exception Of(ClusterAccess access, KubernetesCall call, HttpStatusCode code, ApiStatus? status)
    {
        var resource = call.Resource;
        var failed = $"The cluster {access.Cluster} cannot {call.Verb} {resource}";
        var said = status?.Message?.ReplaceLineEndings(" ") is { Length: > 0 } message ? message : "no reason is given";
        return code switch
        {
            HttpStatusCode.Unauthorized => new RejectedException($"The cluster {access.Cluster} does not know {access.Caller}: add it to the cluster's access entries."),
            HttpStatusCode.Forbidden => new RejectedException(
                $"{access.Caller} may not {call.Verb} {resource} in the cluster {access.Cluster}: bind it, by a group of its access entry, to a {resource.Role} "
                + $"that allows the verb {call.Verb} on {resource.Rule}."),
            HttpStatusCode.NotFound when status?.Details is { Kind: "namespaces" } => new RejectedException($"There is no namespace {resource.Namespace} in the cluster {access.Cluster}."),
            HttpStatusCode.NotFound => new RejectedException($"There is no {Singular(resource.Plural)} {resource.Namespace}/{resource.Name} in the cluster {access.Cluster}."),
            HttpStatusCode.Conflict => new ConflictException($"{failed}: somebody else changed it meanwhile ({said})."),
            HttpStatusCode.TooManyRequests => new UnavailableException($"{failed}: its API server throttles."),
            >= HttpStatusCode.InternalServerError => new UnavailableException($"{failed}: its API server answers {(int)code}: {said}."),
            _ => new RejectedException($"{failed}: its API server answers {(int)code}: {said}."),
        };
    }

    /// <summary>No answer at all.</summary>
    public static Exception Of(ClusterAccess access, Exception failure) => failure switch
    {
        HttpRequestException { InnerException: AuthenticationException untrusted } => new RejectedException(
            $"The server at {access.Server} does not prove that it is the cluster {access.Cluster}: its certificate is not one of the cluster's authority for that address ({Untrusted(untrusted)}).", failure),
        OperationCanceledException => new UnavailableException($"The cluster {access.Cluster} does not answer in time at {access.Server}.", failure),
        _ => new UnavailableException($"The cluster {access.Cluster} cannot be reached at {access.Server}: {failure.GetBaseException().Message.TrimEnd('.')}.", failure),
    };

    private static string Untrusted(AuthenticationException failure) => failure.Message.TrimEnd('.').ReplaceLineEndings(" ");

    private static string Singular(string plural) => plural.TrimEnd('s');
}
