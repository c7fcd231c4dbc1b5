using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Slipway.Aws.Access;

/// <summary>
/// Lets the handlers of the SDK pass every response on as its base type. Each handler is a method that is generic by the response,
/// whose tables a native program makes when it is called first, 0.1 ms for each handler and each kind of call: so only for each handler.
/// </summary>
internal sealed class OneResponseType : IRuntimePipelineCustomizer
{
    public string UniqueName => nameof(OneResponseType);

    public void Customize(Type type, RuntimePipeline pipeline) => pipeline.AddHandler(new Outermost());

    private sealed class Outermost : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext) => (T)await base.InvokeAsync<AmazonWebServiceResponse>(executionContext);
    }
}
