using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>A handler without its types: the event's JSON in, the answer's JSON out.</summary>
internal delegate Task Handler(Stream input, ILambdaContext context, Stream output);
