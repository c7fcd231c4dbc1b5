namespace Amazon.Lambda.Core;

/// <summary>The mobile client of an invocation; always null here.</summary>
public interface IClientContext
{
    IDictionary<string, string> Custom { get; }
    IDictionary<string, string> Environment { get; }
}
