using AwsPackages.SdkGenerator;

namespace Slipway.Tests.AwsPackages.Slices.Sdk;

/// <summary>The slices in the repository are generated, and from what the repository holds.</summary>
public sealed class GeneratedCodeTests
{
    public static TheoryData<string> Packages => new(Generated.Services.Where(service => !service.Official).Select(service => service.Package));

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_slice_is_what_the_generator_makes_of_its_model(string package)
    {
        var service = Generated.Services.Single(service => service.Package == package);
        var folder = Path.Combine(Generated.Slices, package);

        var files = Package.Files(service, Generated.ModelOf(service)).ToDictionary(file => file.Name, file => file.Text);

        Assert.Equal(files.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(file.Value, File.ReadAllText(Path.Combine(folder, file.Key))));
    }

    [Fact]
    public void The_models_hold_the_operations_of_the_table_and_no_prose() => Assert.All(Generated.Services, service =>
    {
        var operations = Generated.ModelOf(service).Operations.Select(operation => operation.Name);

        Assert.Equal(service.Operations ?? operations, operations);
        Assert.DoesNotContain("\"documentation\"", File.ReadAllText(Path.Combine(Repository.Root, "aws-packages", "models", $"{service.Model}.json")), StringComparison.Ordinal);
    });

    [Fact]
    public void The_generator_wrote_every_slice_and_the_switch_knows_it()
    {
        var switched = File.ReadAllText(Path.Combine(Repository.Root, "aws-packages", "Slices.targets"));

        Assert.Equal(
            Generated.Services.Where(service => !service.Official).Select(service => service.Package).Order(StringComparer.Ordinal),
            Directory.GetDirectories(Generated.Slices, "AWSSDK.*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Packages, package => Assert.Contains($"<Slice Include=\"{package.Data}\" Path=\"Sdk/{package.Data}/{package.Data}.csproj\" />", switched, StringComparison.Ordinal));
    }
}
