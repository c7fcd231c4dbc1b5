using Amazon.Runtime;

namespace AwsPackages.Sdk;

/// <summary>What one service's model says of all its operations, and how its exceptions are made.</summary>
/// <param name="Namespace">The official namespace, by which the core names the service in its logs.</param>
/// <param name="Id">The id that AWS_ENDPOINT_URL_* and the user agent go by.</param>
/// <param name="SigningName">The service in the credential scope of a signature.</param>
/// <param name="SigningRegion">The only region that a partition-wide service is signed for, if it is one.</param>
/// <param name="Failure">The modelled exception of an error whose shape is named, else the service's common one.</param>
public sealed record ServiceDefinition(
    string Namespace,
    string Id,
    string ApiVersion,
    string EndpointPrefix,
    string SigningName,
    string SigningRegion,
    string JsonVersion,
    string TargetPrefix,
    Func<ServiceFailure, AmazonServiceException> Failure);
