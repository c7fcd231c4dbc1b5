using Slipway.Domain.Systems;
using Slipway.Functions.Systems;

namespace Slipway.Tests.Functions.Systems;

/// <summary>The five manifests of the repository.</summary>
internal static class SystemManifests
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "systems");

    public static IReadOnlyList<ManifestText> All { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.yaml").Order(StringComparer.Ordinal).Select(file => new ManifestText(Path.GetFileName(file), File.ReadAllText(file)))];

    public static SystemManifest Load(string name) => YamlManifest.Load(All.Single(text => text.File == $"{name}.yaml")).Require();
}
