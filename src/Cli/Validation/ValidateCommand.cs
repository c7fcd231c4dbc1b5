using System.CommandLine;
using Slipway.Cli.Screens;

namespace Slipway.Cli.Validation;

/// <summary>slipway validate: everything that is wrong, with file and line.</summary>
internal static class ValidateCommand
{
    public static Verb Create(Terminal terminal)
    {
        var files = new Argument<string[]>("FILE") { Arity = ArgumentArity.ZeroOrMore, Description = "manifests, templates or state machines; those of the checkout unless said" };
        var json = new Option<bool>("--json") { Description = "print JSON for programs" };
        return new Verb("validate", "Tell everything that is wrong in manifests, template and state machines, with file and line.")
        {
            Examples = [new("slipway validate", "systems/*.yaml, template.yaml and its state machines"), new("slipway validate systems/mine.yaml", "one file")],
            Endings = [ExitCode.Invalid],
        }
        .With(files, json)
        .Does((parsed, _) =>
        {
            var given = parsed.GetValue(files) is { Length: > 0 } named ? named.Select(name => (Path: terminal.Resolve(name), Name: name)).ToList() : Own(terminal);
            var findings = given.SelectMany(file => Findings.In(file.Path, file.Name)).ToList();
            if (parsed.GetValue(json))
            {
                Write(terminal, findings);
            }
            else
            {
                Show(new Screen(terminal), given.Count, findings);
            }

            return Task.FromResult(findings.Count == 0 ? ExitCode.Done : ExitCode.Invalid);
        });
    }

    private static List<(string Path, string Name)> Own(Terminal terminal)
    {
        var checkout = Checkout.Find(terminal);
        var names = checkout.Systems.Select(system => $"systems/{system}.yaml").Append("template.yaml");
        return [.. names.Select(name => (Path.Combine(checkout.Root, name), name))];
    }

    private static void Show(Screen screen, int files, List<Finding> findings)
    {
        foreach (var finding in findings)
        {
            screen.Hanging($"{finding.File}:{finding.Line}: {finding.Message}");
        }

        screen.Paragraph(
            findings.Count == 0
                ? $"{Count(files, "file")}, and nothing is wrong."
                : $"{Count(findings.Count, "mistake")} in {Count(findings.Select(finding => finding.File).Distinct().Count(), "file")}.",
            style: findings.Count == 0 ? Styles.Good : Styles.Bad);
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static void Write(Terminal terminal, List<Finding> findings) => JsonOutput.Write(terminal.Out, json =>
    {
        json.WriteStartArray();
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("file", finding.File);
            json.WriteNumber("line", finding.Line);
            json.WriteString("message", finding.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
