namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Runs once before the first invocation; false ends the process without one.</summary>
public delegate Task<bool> LambdaBootstrapInitializer();
