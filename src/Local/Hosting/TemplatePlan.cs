using Slipway.Local.StepFunctions;
using Slipway.Local.Templates;

namespace Slipway.Local.Hosting;

/// <summary>A template with its state machines, read, checked and ready to be installed, any number of times.</summary>
public sealed record TemplatePlan(Template Template, IReadOnlyList<(string Arn, StateMachineDefinition Definition)> Definitions)
{
    /// <param name="parameters">Those of the template that are not as it has them.</param>
    /// <exception cref="InstallationException">The template or a definition is wrong: every problem with its file and line.</exception>
    public static TemplatePlan Read(string templatePath, string region, string accountId, IReadOnlyDictionary<string, string>? parameters = null)
    {
        var reading = TemplateReader.Read(templatePath, new StackSettings { StackName = "slipway-dev", Region = region, AccountId = accountId, Parameters = parameters ?? new Dictionary<string, string>() });
        var problems = reading.Problems.Select(problem => problem.ToString()).ToList();
        problems.AddRange(problems.Count == 0 ? FunctionCatalog.Mismatches(reading.Template) : []);
        List<(string, StateMachineDefinition)> definitions = [];
        foreach (var machine in problems.Count == 0 ? reading.Template.StateMachines : [])
        {
            try
            {
                definitions.Add((machine.Arn, StateMachineDefinition.Parse(machine.SubstitutedDefinition)));
            }
            catch (DefinitionException wrong)
            {
                problems.Add($"{machine.DefinitionUri}: {wrong.Message}");
            }
        }

        return problems.Count == 0 ? new(reading.Template, definitions) : throw new InstallationException(problems);
    }
}
