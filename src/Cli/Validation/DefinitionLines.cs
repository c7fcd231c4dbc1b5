using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.Local.StepFunctions;

namespace Slipway.Cli.Validation;

/// <summary>Where in a definition's text a problem stands, as far as its path of keys tells.</summary>
internal static partial class DefinitionLines
{
    public static int Of(string text, DefinitionProblem problem)
    {
        if (Spoken().Match(problem.Message) is { Success: true } spoken)
        {
            return int.Parse(spoken.Groups[1].Value, CultureInfo.InvariantCulture);
        }

        var lines = text.Split('\n');
        var at = 0;
        foreach (var key in problem.Location.Split('.').Select(part => part.Split('[')[0]))
        {
            var next = Array.FindIndex(lines, at, line => line.TrimStart().TrimStart('-', ' ').TrimStart('"').StartsWith(key, StringComparison.Ordinal));
            at = next < 0 ? at : next;
        }

        return at + 1;
    }

    [GeneratedRegex(@"^not (?:YAML|JSON).*?line (\d+)")]
    private static partial Regex Spoken();
}
