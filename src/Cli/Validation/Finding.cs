namespace Slipway.Cli.Validation;

/// <summary>One thing that is wrong in a file, and where.</summary>
internal sealed record Finding(string File, int Line, string Message);
