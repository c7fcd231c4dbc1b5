using System.Diagnostics;

namespace Slipway.Benchmarks.ColdStart;

/// <summary>A program as Lambda would get it: what starts it, and how large its folder is, in bytes.</summary>
internal sealed record Publication(string Program, string? Argument, long Bytes)
{
    private static readonly string Root = FindRoot();

    /// <summary>Publishes a project, or does nothing where nothing changed; null and the first error where this machine cannot.</summary>
    public static (Publication? Published, string? Why) Publish(string project, string framework, string packaging, params IReadOnlyList<string> properties)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var artifacts = Path.Combine(Root, "artifacts", "cold-start", $"{framework}-{packaging}");
        var folder = Path.Combine(artifacts, "publish", name);
        var start = new ProcessStartInfo("nice",
        [
            "dotnet", "publish", Path.Combine(Root, project), "-c", "Release", "-r", Rid, "-m:1", "-nologo", "-v:m",
            $"-p:SlipwayFramework={framework}", $"-p:LambdaPackaging={packaging}", $"-p:ArtifactsPath={artifacts}", "-o", folder,
            .. properties,
        ])
        {
            RedirectStandardOutput = true,
        };
        using var publish = Process.Start(start)!;
        var output = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        if (publish.ExitCode != 0)
            return (null, output.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))?.Trim() ?? "dotnet publish failed");

        var bytes = new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);
        var program = Path.Combine(folder, "bootstrap");
        return packaging == "ReadyToRun" ? (new("dotnet", $"{program}.dll", bytes), null) : (new(program, null, bytes), null);
    }

    /// <summary>A file of the repository.</summary>
    public static string File(string path) => Path.Combine(Root, path);

    private static string Rid => System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier.EndsWith("arm64", StringComparison.Ordinal) ? "linux-arm64" : "linux-x64";

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !folder.EnumerateFiles("Serverless.sln").Any())
            folder = folder.Parent;

        return folder?.FullName ?? throw new InvalidOperationException("Run the benchmark from inside its repository.");
    }
}
