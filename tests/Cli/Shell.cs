using System.Text.Json;
using Slipway.Cli;
using Slipway.Cli.Screens;

namespace Slipway.Tests.Cli;

/// <summary>What a command said and how it ended.</summary>
internal sealed record Said(int Code, string Out, string Error)
{
    public IReadOnlyList<string> Lines => Out.Split('\n');

    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <summary>The output as running text: breaks and indentation are no matter of meaning.</summary>
    public string Text => string.Join(' ', (Out + Error).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>Somebody in a fresh checkout of the repository, with nothing in its journal.</summary>
internal sealed class Shell : IDisposable
{
    public Shell()
    {
        Folder = Directory.CreateTempSubdirectory("slipway-").FullName;
        foreach (var file in new[] { "systems", "src/StateMachines", "events", "docs" }.SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder))).Append(Path.Combine(Repository.Root, "template.yaml")))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(Repository.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public string Folder { get; }

    public string Journal => Path.Combine(Folder, ".slipway", "journal.jsonl");

    public int Width { get; init; } = 80;

    public bool HasColour { get; init; }

    public string Input { get; init; } = "";

    /// <summary>Runs the command in this process.</summary>
    public async Task<Said> SaysAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal { Out = output, Error = error, In = new StringReader(Input), Folder = Folder, Width = Width, HasColour = HasColour };
        var code = await CommandLine.RunAsync(args, terminal, TestContext.Current.CancellationToken);
        return new(code, output.ToString(), error.ToString());
    }

    public string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(Folder, name), text);
        return name;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
