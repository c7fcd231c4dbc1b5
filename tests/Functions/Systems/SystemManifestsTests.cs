using Slipway.Functions.Systems;

namespace Slipway.Tests.Functions.Systems;

public sealed class SystemManifestsTests
{
    public static TheoryData<string> Files => [.. SystemManifests.All.Select(text => text.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_manifest_of_the_repository_loads_without_a_problem(string file) =>
        Assert.Empty(YamlManifest.Load(SystemManifests.All.Single(text => text.File == file)).Problems.Select(problem => problem.ToString()));
}
