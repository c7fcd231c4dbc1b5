namespace Slipway.Tests;

/// <summary>Where the files that tests read lie: the repository itself, and the recorded cases that may stand beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>A file that a project was built to, in the configuration of these tests.</summary>
    public static string BuiltOf(string project, string file) =>
        Path.Combine(Root, "artifacts", "bin", project, Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), file);

    /// <summary>A folder of recorded cases beside the repository; a test that needs one that is not there is skipped by name.</summary>
    public static string Shared(string relativePath)
    {
        var path = Path.Combine(Root, "..", "shared", relativePath);
        Assert.SkipUnless(Path.Exists(path), $"needs the recorded cases of shared/{relativePath}, which are not beside this checkout");
        return Path.GetFullPath(path);
    }

    private static string FindRoot(string from) =>
        File.Exists(Path.Combine(from, "Serverless.sln"))
            ? from
            : FindRoot(Path.GetDirectoryName(from) ?? throw new InvalidOperationException("The tests run outside the repository: no Serverless.sln above them."));
}
