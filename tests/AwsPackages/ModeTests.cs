using System.Diagnostics;
using System.Text.Json;

namespace Slipway.Tests.AwsPackages;

/// <summary>The property that chooses between the official packages and the slices, as MSBuild evaluates it.</summary>
public sealed class ModeTests
{
    private static readonly string[] Packages =
    [
        "Amazon.Lambda.Annotations", "Amazon.Lambda.CloudWatchEvents", "Amazon.Lambda.Core", "Amazon.Lambda.RuntimeSupport",
        "Amazon.Lambda.Serialization.SystemTextJson", "Amazon.Lambda.SQSEvents",
    ];

    [Theory]
    [InlineData("-p:AwsPackages=official")]
    [InlineData("-p:AwsPackages=slices", "-p:LambdaPackages=official")]
    [InlineData("-p:GenerateRuntimeConfigurationFiles=true")]
    public async Task The_functions_are_built_on_the_official_packages(params string[] properties)
    {
        var functions = await EvaluateAsync("src/Functions/Functions.csproj", properties);

        Assert.Equal(Packages, functions.Packages.Where(IsLambda));
        Assert.DoesNotContain(functions.Projects, project => project.Contains("aws-packages", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-p:AwsPackages=slices")]
    [InlineData("-p:AwsPackages=official", "-p:LambdaPackages=slices")]
    [InlineData("-p:GenerateRuntimeConfigurationFiles=true", "-p:AwsPackages=slices")]
    public async Task The_functions_are_built_on_the_slices(params string[] properties)
    {
        var functions = await EvaluateAsync("src/Functions/Functions.csproj", properties);

        Assert.DoesNotContain(functions.Packages, IsLambda);
        Assert.Equal(["Lambda.csproj", "LambdaGenerator.csproj"], functions.Projects.Where(project => project.Contains("aws-packages", StringComparison.Ordinal)).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_project_that_names_no_Lambda_package_gets_no_slice() =>
        Assert.DoesNotContain((await EvaluateAsync("src/Shared/Domain/Domain.csproj", "-p:AwsPackages=slices")).Projects, project => project.Contains("Lambda", StringComparison.Ordinal));

    [Theory]
    [InlineData("official", "slices")]
    [InlineData("slices", "official")]
    public async Task The_SDK_is_chosen_apart_and_packages_that_every_feed_has_stay(string lambda, string sdk)
    {
        var project = Path.Combine(Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "mode")).FullName, $"{sdk}.csproj");
        await File.WriteAllTextAsync(
            project,
            """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="AWSSDK.ECR" /><PackageReference Include="AWSSDK.S3" /><PackageReference Include="Amazon.Lambda.Core" /></ItemGroup></Project>""",
            TestContext.Current.CancellationToken);

        var (packages, projects) = await EvaluateAsync(project, $"-p:AwsPackages={lambda}", $"-p:SdkPackages={sdk}");

        Assert.Equal(sdk == "slices" ? ["AWSSDK.S3", "Amazon.Lambda.Core"] : ["AWSSDK.ECR", "AWSSDK.S3"], packages);
        Assert.Equal(sdk == "slices" ? ["AWSSDK.ECR.csproj"] : ["Lambda.csproj"], projects.Select(Path.GetFileName));
    }

    [Fact]
    public void The_official_generator_writes_its_template_beside_the_output()
    {
        var folder = Path.Combine(Repository.Root, "src", "Functions");
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "aws-lambda-tools-defaults.json")));

        var template = Path.GetFullPath(Path.Combine(folder, settings.RootElement.GetProperty("template").GetString()!));

        Assert.StartsWith(Path.Combine(Repository.Root, "artifacts", "obj"), template, StringComparison.Ordinal);
    }

    private static bool IsLambda(string package) => package.StartsWith("Amazon.Lambda.", StringComparison.Ordinal);

    private static async Task<(IReadOnlyList<string> Packages, IReadOnlyList<string> Projects)> EvaluateAsync(string project, params string[] properties)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-getItem:PackageReference", "-getItem:ProjectReference", .. properties])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
        // MSBuild takes variables for properties, and this run may have been given its own mode by one.
        foreach (var variable in (string[])["AwsPackages", "LambdaPackages", "SdkPackages"]) start.Environment.Remove(variable);
        using var dotnet = Process.Start(start)!;
        var (code, output, _) = await dotnet.EndAsync();
        Assert.True(code == 0, output);

        using var items = JsonDocument.Parse(output);
        return (Named("PackageReference"), Named("ProjectReference"));

        string[] Named(string kind) =>
            [.. items.RootElement.GetProperty("Items").GetProperty(kind).EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!)];
    }
}
