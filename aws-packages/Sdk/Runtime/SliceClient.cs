using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace AwsPackages.Sdk;

/// <summary>A client on the core's pipeline: its credentials, signatures, retries, timeouts and HTTP clients.</summary>
public abstract class SliceClient : AmazonServiceClient
{
    private readonly Metadata metadata;

    protected SliceClient(ServiceDefinition service, SliceConfig config)
        : base(config) => metadata = new Metadata(service.Id);

    protected SliceClient(ServiceDefinition service, AWSCredentials credentials, SliceConfig config)
        : base(credentials, config) => metadata = new Metadata(service.Id);

    protected override IServiceMetadata ServiceMetadata => metadata ?? base.ServiceMetadata;

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new EndpointHandler());
        pipeline.AddHandlerAfter<Marshaller>(new AuthHandler());
    }

    protected Task<TResponse> CallAsync<TRequest, TResponse>(Operation<TRequest, TResponse> operation, TRequest request, CancellationToken cancellationToken)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new() =>
        InvokeAsync<TResponse>(request, new InvokeOptions { RequestMarshaller = operation, ResponseUnmarshaller = operation }, cancellationToken);
}
