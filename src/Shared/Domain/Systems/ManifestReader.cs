using System.Security.Cryptography;
using System.Text;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Sections;

namespace Slipway.Domain.Systems;

/// <summary>
/// Makes a <see cref="SystemManifest"/> of what was written, or tells everything that is wrong with it at once. The manifest
/// must hold by itself, and again in every environment with its overrides laid over it.
/// </summary>
public static class ManifestReader
{
    /// <summary>Whether a file means to be the manifest of a system, and not another that is written in the same way.</summary>
    public static bool IsManifest(ManifestText source) => source.Text.Split('\n').Any(line => line.StartsWith("apiVersion:", StringComparison.Ordinal));

    public static ManifestReading Read(ManifestText source, ManifestNode root)
    {
        var problems = new Problems(source.File);
        if (root is not MapNode document)
        {
            problems.Add(root, $"write a map that begins with apiVersion: {SystemSection.ApiVersion} and kind: {SystemSection.Kind} instead of {root.Found}");
            return ManifestReading.Refused(problems.InOrder);
        }

        Check(document, problems);
        EnvironmentSection.Check(document, problems);
        BudgetSection.Check(document, problems);
        var environments = EnvironmentSection.Order(document["environments"]).Ordered
            .Select(name => (Name: name, Document: Overrides.Apply(document, document["environments"][name]["overrides"], problems)))
            .ToList();
        environments.ForEach(environment => Check(environment.Document, problems));
        SharedThings.Check(environments, problems);
        return problems.Any
            ? ManifestReading.Refused(problems.InOrder)
            : ManifestReading.Of(Bind(source, document, environments));
    }

    private static void Check(MapNode document, Problems problems)
    {
        new ShapeCheck(document, problems).Check(document, SystemSection.Shape);
        SystemSection.Check(document, problems);
    }

    private static SystemManifest Bind(ManifestText source, MapNode document, IReadOnlyList<(string Name, MapNode Document)> environments)
    {
        var system = document["metadata"]["name"].Text ?? "";
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source.Text)))[..12];
        return SystemSection.Read(document, version, [.. environments.Select(environment => EnvironmentSection.Read(environment.Name, system, environment.Document))]);
    }
}
