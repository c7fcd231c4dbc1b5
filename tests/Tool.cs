using System.Diagnostics;

namespace Slipway.Tests;

/// <summary>A program that others made, asked for a second opinion: from what ./test installed, else from PATH.</summary>
internal static class Tool
{
    private static readonly string NodeModules = Path.Combine(Repository.Root, "artifacts", "npm", "node_modules");

    private static readonly string[] Folders =
    [
        Path.Combine(NodeModules, ".bin"),
        Path.Combine(Repository.Root, "artifacts", "python", "bin"),
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator),
    ];

    /// <summary>The path of the first of these programs that there is; the test is skipped by the tool's name where there is none.</summary>
    public static string Find(params IReadOnlyList<string> names)
    {
        var path = Locate(names);
        Assert.SkipWhen(path is null, $"needs {names[0]}, which is not installed here");
        return path!;
    }

    /// <summary>The path of the first of these programs that there is, or null.</summary>
    public static string? Locate(IReadOnlyList<string> names) =>
        names.SelectMany(name => Folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>Runs a script that requires these packages of npm; the test is skipped by the package's name where one is missing.</summary>
    public static async Task<(int Code, string Output)> RunNodeAsync(string script, string input, IReadOnlyList<string> packages, params IReadOnlyList<string> arguments)
    {
        var node = Find("node");
        foreach (var package in packages)
        {
            Assert.SkipUnless(Directory.Exists(Path.Combine(NodeModules, package)), $"needs npm's {package}, which is not installed here");
        }

        var file = Path.Combine(NodeModules, "..", $"{packages[0]}.js");
        await File.WriteAllTextAsync(file, script, TestContext.Current.CancellationToken);
        return await RunAsync(node, input, [file, .. arguments]);
    }

    /// <summary>Runs a script by the first Python that has what it imports, which it says by not ending with 77; null where none has.</summary>
    public static async Task<(int Code, string Output)?> RunPythonAsync(string input, params IReadOnlyList<string> arguments)
    {
        foreach (var python in new[] { "python3", "python" }.Select(name => Locate([name])).OfType<string>())
        {
            if (await RunAsync(python, input, arguments) is { Code: not 77 } answer)
            {
                return answer;
            }
        }

        return null;
    }

    /// <summary>Exit code and everything that was written.</summary>
    public static Task<(int Code, string Output)> RunAsync(string program, string input, params IReadOnlyList<string> arguments) => RunAsync(null, program, input, arguments);

    /// <param name="limit">Where it may take longer than <see cref="Patience"/> has.</param>
    public static async Task<(int Code, string Output)> RunAsync(TimeSpan? limit, string program, string input, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var ended = process.EndAsync(limit);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (code, output, error) = await ended;
        return (code, output + error);
    }
}
