namespace Amazon.Lambda.RuntimeSupport;

/// <summary>One event to be handled.</summary>
internal sealed record Invocation(Stream Input, LambdaContext Context);
