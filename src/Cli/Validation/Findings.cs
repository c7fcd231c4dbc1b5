using Slipway.Domain.Systems;
using Slipway.Functions.Systems;
using Slipway.Local.Hosting;
using Slipway.Local.StepFunctions;
using Slipway.Local.Templates;

namespace Slipway.Cli.Validation;

/// <summary>Everything that is wrong in a manifest, a template with its state machines, or one state machine: the file's content says which it is.</summary>
internal static class Findings
{
    public static IEnumerable<Finding> In(string path, string name)
    {
        var text = Files.Read(path, name);
        return IsTemplate(text) ? InTemplate(path, name)
            : IsDefinition(text) ? InDefinition(name, WithoutPlaceholders(text))
            : YamlManifest.Load(new ManifestText(name, text)).Problems.Select(problem => new Finding(name, problem.Line, $"{problem.Path}: {problem.Message}"));
    }

    private static bool IsTemplate(string text) => text.Contains("AWS::Serverless", StringComparison.Ordinal) || text.Contains("AWSTemplateFormatVersion", StringComparison.Ordinal);

    private static bool IsDefinition(string text) => text.Contains("StartAt", StringComparison.Ordinal) && text.Contains("States", StringComparison.Ordinal);

    private static IEnumerable<Finding> InTemplate(string path, string name)
    {
        var reading = TemplateReader.Read(path);
        foreach (var problem in reading.Problems)
        {
            yield return new(Relative(problem.File, path, name), problem.Line, $"{problem.Message}; {problem.Remedy}");
        }

        foreach (var mismatch in reading.IsSound ? FunctionCatalog.Mismatches(reading.Template) : [])
        {
            var message = mismatch.StartsWith(path, StringComparison.Ordinal) ? mismatch[path.Length..].TrimStart(':') : mismatch;
            var line = message.TakeWhile(char.IsAsciiDigit).Count() is var digits and > 0 ? int.Parse(message[..digits], System.Globalization.CultureInfo.InvariantCulture) : 1;
            yield return new(name, line, message.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ':', ' '));
        }

        foreach (var machine in reading.IsSound ? reading.Template.StateMachines : [])
        {
            foreach (var finding in InDefinition(machine.DefinitionUri is { } uri ? Relative(Path.Combine(Path.GetDirectoryName(path)!, uri), path, name) : name, machine.SubstitutedDefinition))
            {
                yield return finding;
            }
        }
    }

    private static List<Finding> InDefinition(string name, string text)
    {
        try
        {
            StateMachineDefinition.Parse(text);
            return [];
        }
        catch (DefinitionException wrong)
        {
            return [.. wrong.Problems.Select(problem => new Finding(name, DefinitionLines.Of(text, problem), problem.ToString()))];
        }
    }

    /// <summary>A definition by itself has no template to fill its places: each gets the ARN of a function of its name.</summary>
    private static string WithoutPlaceholders(string text) => Placeholders.Fill(
        text, Placeholders.In(text).Select(place => place.Name).Distinct().ToDictionary(place => place, place => $"arn:aws:lambda:us-east-1:000000000000:function:{place}", StringComparer.Ordinal));

    /// <summary>A file beside the template, as the person would write it who wrote the template's name.</summary>
    private static string Relative(string file, string path, string name)
    {
        var folder = Path.GetDirectoryName(name) ?? "";
        return Path.GetFullPath(file) == path ? name : Path.Combine(folder, Path.GetRelativePath(Path.GetDirectoryName(path)!, file));
    }
}
