using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Slipway.Tests.Contracts;

/// <summary>The house: who may know whom, and what things are not called.</summary>
public sealed partial class HouseTests
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Shared/Domain/Domain.csproj"] = [],
        ["Shared/Aws/Aws.csproj"] = ["Domain"],
        ["Functions/Functions.csproj"] = ["Aws", "Domain"],
        ["Local/Local.csproj"] = ["Domain", "Functions"],
        ["Cli/Cli.csproj"] = ["Aws", "Local"],
    };

    private static readonly string Source = Path.Combine(Repository.Root, "src");

    public static TheoryData<string> Projects => [.. Arrows.Keys];

    [Fact]
    public void Every_project_of_the_source_has_its_place() => Assert.Equal(
        Arrows.Keys.Order(StringComparer.Ordinal),
        Files(Source, "*.csproj").Select(file => Path.GetRelativePath(Source, file).Replace('\\', '/')).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_knows_the_projects_that_it_may_know(string project) => Assert.Equal(Arrows[project], References(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Order());

    [Fact]
    public void The_domain_stands_on_nothing_but_the_framework()
    {
        Assert.Empty(References("Shared/Domain/Domain.csproj", "PackageReference"));
        Assert.All(typeof(Domain.Releases.Release).Assembly.GetReferencedAssemblies(), assembly => Assert.StartsWith("System.", assembly.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void The_projects_of_the_solution_are_those_of_the_repository() => Assert.All(
        new[] { "src", "tests", "aws-packages" }.SelectMany(folder => Files(Path.Combine(Repository.Root, folder), "*.csproj")),
        file => Assert.Contains($"\"{Path.GetRelativePath(Repository.Root, file).Replace('/', '\\')}\"", File.ReadAllText(Path.Combine(Repository.Root, "Serverless.sln")), StringComparison.Ordinal));

    [Fact]
    public void Nothing_is_called_after_having_no_name() => Assert.All(
        new[] { "src", "tests" }.SelectMany(folder => Files(Path.Combine(Repository.Root, folder), "*.cs")), file => Assert.DoesNotMatch(Nameless(), Path.GetFileNameWithoutExtension(file)));

    [Fact]
    public void No_file_of_the_source_is_longer_than_300_lines() =>
        Assert.All(Files(Source, "*.cs"), file => Assert.InRange(File.ReadLines(file).Count(), 0, 300));

    private static IEnumerable<string> Files(string folder, string pattern) => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Path.Combine(Source, project)).Descendants(kind).Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'));

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Processor|Base|Impl|Info|Data)$")]
    private static partial Regex Nameless();
}
