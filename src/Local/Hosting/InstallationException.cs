namespace Slipway.Local.Hosting;

/// <summary>The template, the state machines or the manifests cannot be installed: the message lists every problem, one on a line.</summary>
public sealed class InstallationException(IEnumerable<string> problems) : Exception(string.Join('\n', problems));
