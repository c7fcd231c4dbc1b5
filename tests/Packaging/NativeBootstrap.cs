using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Slipway.Tests.Packaging;

/// <summary>The functions as one native program, published as for Lambda, by .NET 10 or, where its native runtime is missing, by .NET 9.</summary>
public sealed class NativeBootstrap : IAsyncLifetime
{
    private static readonly string[] MissingPack = ["NU1101", "NU1102", "NETSDK1094", "NETSDK1112"];
    private string? _missing;

    /// <summary>What lies in the package.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>Skips the test by the name of what is missing here.</summary>
    public void IsNeeded() => Assert.SkipWhen(_missing is not null, _missing ?? "");

    public async ValueTask InitializeAsync()
    {
        if (Tool.Locate(["clang", "gcc"]) is null)
        {
            _missing = "needs clang or gcc, which link a native program";
            return;
        }

        foreach (var framework in new[] { "net10.0", "net9.0" })
        {
            // The folder of the benchmark of cold starts: whoever comes second finds most of it done.
            var artifacts = Path.Combine(Repository.Root, "artifacts", "cold-start", $"{framework}-NativeAot");
            Folder = Path.Combine(artifacts, "publish", "Functions");
            var (code, output) = await PublishAsync(framework, artifacts);
            if (code == 0)
            {
                return;
            }

            Assert.True(MissingPack.Any(output.Contains), $"Native AOT of {framework} could not be published:\n{output}");
        }

        _missing = "needs the runtime pack of Native AOT, which the feed does not have";
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Starts the program with these variables alone; whoever starts it ends it.</summary>
    internal Process Start(Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Path.Combine(Folder, "bootstrap")) { RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private Task<(int Code, string Output)> PublishAsync(string framework, string artifacts) => Tool.RunAsync(
        TimeSpan.FromMinutes(20),
        "nice",
        "",
        "dotnet",
        "publish",
        Path.Combine(Repository.Root, "src", "Functions", "Functions.csproj"),
        "-c", "Release",
        "-r", RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64",
        "-m:1", "-nologo", "-v:m",
        $"-p:SlipwayFramework={framework}",
        "-p:LambdaPackaging=NativeAot",
        "-p:RunAnalyzers=false",
        $"-p:ArtifactsPath={artifacts}",
        "-o", Folder);
}
