using Slipway.Domain.Systems;
using Slipway.Domain.Systems.Reading;
using YamlDotNet.Core;

namespace Slipway.Functions.Systems;

/// <summary>Reads the text of a manifest: YAML here, its meaning in <see cref="ManifestReader"/>.</summary>
public static class YamlManifest
{
    public static ManifestReading Load(ManifestText source) =>
        Parse(source, out var root) is { Count: > 0 } problems ? ManifestReading.Refused(problems) : ManifestReader.Read(source, root);

    /// <summary>The pieces of any file that is written like a manifest, or what is wrong with its YAML.</summary>
    public static IReadOnlyList<ManifestProblem> Parse(ManifestText source, out ManifestNode root)
    {
        root = new ScalarNode(1, "", "", Quoted: false);
        if (source.Unreadable is { } reason)
        {
            return [new(source.File, 1, "manifest", reason)];
        }

        try
        {
            var tree = YamlTree.Parse(source);
            root = tree.Root;
            return tree.Problems;
        }
        catch (YamlException exception)
        {
            return [Problem(source, exception)];
        }
    }

    private static ManifestProblem Problem(ManifestText source, YamlException exception)
    {
        var line = Math.Clamp((int)exception.Start.Line, 1, 1 + source.Text.TrimEnd().Count(letter => letter == '\n'));
        return TabbedLine(source.Text, line) is { } tabbed
            ? new(source.File, tabbed, "manifest", "YAML takes no tabs for indentation; write spaces")
            : new(source.File, line, "manifest", $"is not readable as YAML: {exception.Message.TrimEnd('.')}; mend it here or just above");
    }

    /// <summary>A line indented with a tab beside the one where reading failed: the parser may notice it before or after.</summary>
    private static int? TabbedLine(string text, int line)
    {
        var lines = text.Split('\n');
        for (var number = Math.Min(line + 1, lines.Length); number >= Math.Max(1, line - 1); number--)
        {
            if (lines[number - 1].TakeWhile(char.IsWhiteSpace).Contains('\t'))
            {
                return number;
            }
        }

        return null;
    }
}
