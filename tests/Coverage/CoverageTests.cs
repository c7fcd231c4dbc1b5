using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Slipway.Tests.Coverage;

/// <summary>
/// Which requirements of the operated systems a test names, by the trait "Requirement", and why the others have none. The list of
/// requirements lies beside the repository; where it does not, what the table says of tests is held all the same.
/// </summary>
public sealed partial class CoverageTests
{
    private static readonly string Table = Path.Combine(Repository.Root, "tests", "COVERAGE.md");
    private static readonly string Requirements = Path.Combine(Repository.Root, "..", "shared", "requirements.md");
    private static readonly string[] Areas = ["promotion", "migration", "snapshot/backup", "environments/approvals", "autoscaling", "rollout", "notifications"];

    private static readonly ILookup<string, string> Tests = typeof(CoverageTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .SelectMany(method => method.GetCustomAttributes<TraitAttribute>().Where(trait => trait.Name == "Requirement").Select(trait => (trait.Value, Test: $"{method.DeclaringType!.Name}.{method.Name}")))
        .OrderBy(pair => pair.Test, StringComparer.Ordinal)
        .ToLookup(pair => pair.Value, pair => pair.Test);

    /// <summary>After a new test of a requirement, <c>UPDATE_COVERAGE=1</c> lets this test write the table anew.</summary>
    [Fact]
    public void The_table_of_coverage_is_current()
    {
        Assert.SkipUnless(File.Exists(Requirements), "needs the list of requirements beside the repository");
        var rows = Rows().Matches(File.ReadAllText(Requirements))
            .Select(match => (Id: match.Groups["id"].Value, Area: match.Groups["area"].Value))
            .Where(row => Areas.Contains(row.Area))
            .ToList();
        var table = Write(rows);
        if (Environment.GetEnvironmentVariable("UPDATE_COVERAGE") == "1")
        {
            File.WriteAllText(Table, table);
        }

        Assert.Equal("", string.Join(' ', rows.Where(row => !Tests.Contains(row.Id) && !Uncovered.Reasons.ContainsKey(row.Id)).Select(row => row.Id)));
        Assert.Equal("", string.Join(' ', Uncovered.Reasons.Keys.Where(id => Tests.Contains(id) || rows.All(row => row.Id != id))));
        Assert.Equal(table, File.ReadAllText(Table));
    }

    [Fact]
    public void Every_requirement_that_a_test_names_stands_in_the_table()
    {
        var written = File.ReadAllText(Table);

        Assert.All(Tests, requirement => Assert.All(requirement, test => Assert.Contains(test, written, StringComparison.Ordinal)));
    }

    private static string Write(List<(string Id, string Area)> rows)
    {
        var text = new StringBuilder("# Requirements and their tests\n\nWritten by `CoverageTests`: the requirements of five operated systems, area by area, with the tests that carry their ids.\n");
        foreach (var area in Areas)
        {
            var own = rows.Where(row => row.Area == area).ToList();
            text.Append($"\n## {area}: {own.Count(row => Tests.Contains(row.Id))} of {own.Count}\n\n| Requirement | Test, or why there is none |\n|---|---|\n");
            foreach (var (id, _) in own)
            {
                text.Append($"| {id} | {(Tests.Contains(id) ? string.Join("<br>", Tests[id].Distinct()) : Uncovered.Reasons.GetValueOrDefault(id, "?"))} |\n");
            }
        }

        return text.ToString();
    }

    [GeneratedRegex(@"^\| (?<id>[A-Z]{3}-\d+) \|.*?\| (?<area>[a-z/ A-Z]+?) \|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
