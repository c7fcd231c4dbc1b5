using Slipway.Cli.Screens;
using Slipway.Domain;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;
using Slipway.Local.Hosting;

namespace Slipway.Cli;

/// <summary>The folder with template.yaml and systems/ that the command works on: the nearest above where it is run, or the one it was built in.</summary>
internal sealed class Checkout
{
    private Checkout(string root) => Root = root;

    public string Root { get; }

    public string TemplatePath => Path.Combine(Root, "template.yaml");

    public string JournalPath => Path.Combine(Root, ".slipway", "journal.jsonl");

    /// <summary>The systems that have a manifest, by name.</summary>
    public IReadOnlyList<string> Systems =>
        [.. Directory.GetFiles(Path.Combine(Root, "systems"), "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    public static Checkout Find(Terminal terminal) => new(
        Above(terminal.Folder) ?? Above(AppContext.BaseDirectory)
        ?? throw new RefusalException("There is no template.yaml with a systems folder here or above: run slipway inside its checkout."));

    /// <summary>The manifest of a system; one that does not exist is refused with the nearest name.</summary>
    public ManifestText Manifest(string system) =>
        Systems.Contains(system, StringComparer.Ordinal)
            ? Files.Manifest(Path.Combine(Root, "systems", $"{system}.yaml"), Path.Combine("systems", $"{system}.yaml"))
            : throw new RefusalException($"No manifest describes a system '{system}': {Suggestion.Sentence(system, Systems)}");

    /// <summary>What a system's manifest describes; one with mistakes is refused with all of them.</summary>
    public SystemManifest System(string system)
    {
        var reading = YamlManifest.Load(Manifest(system));
        return reading.Manifest ?? throw new RefusalException(
            $"nothing was started, because the manifest must be mended first:\n{string.Join('\n', reading.Problems)}", ExitCode.Invalid);
    }

    /// <summary>The manifests of all systems.</summary>
    public IReadOnlyList<ManifestText> Manifests => [.. Systems.Select(Manifest)];

    /// <exception cref="RefusalException">The template, a definition or a manifest is wrong: every problem with its file and line.</exception>
    public Installation Install(InstallationSettings settings)
    {
        try
        {
            return new(settings);
        }
        catch (InstallationException wrong)
        {
            throw new RefusalException(
                $"nothing was started, because this must be mended first:\n{wrong.Message.Replace(Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)}",
                ExitCode.Invalid);
        }
    }

    private static string? Above(string folder)
    {
        for (DirectoryInfo? here = new(folder); here is not null; here = here.Parent)
        {
            if (File.Exists(Path.Combine(here.FullName, "template.yaml")) && Directory.Exists(Path.Combine(here.FullName, "systems")))
            {
                return here.FullName;
            }
        }

        return null;
    }
}
