namespace Slipway.Domain.Systems;

/// <summary>One thing that is wrong in a manifest: where (1-based line), what, and what to write instead.</summary>
public sealed record ManifestProblem(string File, int Line, string Path, string Message)
{
    public override string ToString() => $"{File}:{Line}: {Path}: {Message}";
}
