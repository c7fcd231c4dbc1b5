using Slipway.Tests.Contracts.Privileges;

namespace Slipway.Tests.Contracts;

/// <summary>What the programs of AWS and others say of the template and the definitions.</summary>
public sealed class SecondOpinionTests
{
    /// <summary>The code is packaged and the definitions are uploaded by `sam deploy`; here places stand for them.</summary>
    private const string Translate = """
        import sys
        sys.dont_write_bytecode = True
        sys.path.insert(0, 'tests/Wire/Deployment')
        import sam
        template = sam.load('s3://bucket/functions.zip', lambda properties: properties.update(DefinitionUri='s3://bucket/definition.yaml'))
        stack = sam.translate(template, {}, {}, 'us-east-1')
        types = [resource['Type'] for resource in stack['Resources'].values()]
        print(types.count('AWS::Lambda::Function'), types.count('AWS::StepFunctions::StateMachine'), types.count('AWS::Lambda::EventSourceMapping'), types.count('AWS::Scheduler::Schedule'))
        print([type for type in types if 'Serverless' in type])
        """;

    /// <summary>What IAM knows of actions, from the tables of cfn-lint: the kinds of resources of each; an unknown action is left out.</summary>
    private const string Kinds = """
        import json, os, sys
        try:
            import cfnlint
        except ImportError:
            sys.exit(77)
        services = json.load(open(os.path.join(os.path.dirname(cfnlint.__file__), 'data', 'AdditionalSpecs', 'Policies.json')))
        for line in ACTIONS.split():
            service, action = line.split(':')
            found = services[service]['Actions'].get(action.lower())
            if found is not None: print(line, ' '.join(found.get('Resources', [])))
        """;

    /// <summary>Actions that came to IAM after the tables.</summary>
    private static readonly string[] Newer = ["ecs:ContinueServiceDeployment"];

    public static TheoryData<string> Definitions => [.. StateMachineFile.All.Select(file => Path.GetFileName(file.Path))];

    [Fact]
    public async Task Cfn_lint_finds_no_fault_with_the_template() => Assert.Equal((0, ""), await Tool.RunAsync(Tool.Find("cfn-lint"), "", "template.yaml"));

    [Theory]
    [MemberData(nameof(Definitions))]
    public async Task Asl_validator_finds_no_fault_with_a_definition(string file)
    {
        Tool.Find("node");
        var (code, output) = await Tool.RunAsync(Tool.Find("asl-validator"), "", "--yaml-path", $"src/StateMachines/{file}");

        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task Cfn_lint_knows_every_action_and_the_same_actions_without_a_single_resource()
    {
        var answer = await Tool.RunPythonAsync($"ACTIONS = '{string.Join(' ', Resources.Actions)}'\n{Kinds}", "-");
        Assert.SkipWhen(answer is null, "needs the tables of Python's cfn-lint, which is not installed here");

        var kinds = answer!.Value.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2)).ToDictionary(words => words[0], words => words[1].Trim());
        Assert.Equal([], Resources.Actions.Except(kinds.Keys).Except(Newer));
        Assert.Equal(
            kinds.Where(pair => pair.Value.Length == 0).Select(pair => pair.Key).Concat(Resources.Exceptions.Keys).Order(StringComparer.Ordinal),
            Resources.Actions.Where(Resources.IsForAll).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_translator_of_SAM_makes_CloudFormation_of_the_template()
    {
        var answer = await Tool.RunPythonAsync(Translate, "-");
        Assert.SkipWhen(answer is null, "needs Python's samtranslator, which is not installed here");

        var template = Stack.Template;
        var counts = $"{template.Functions.Count()} {template.StateMachines.Count()} {template.Mappings.Count} {template.Rules.Count(rule => rule.Schedule is not null)}";
        Assert.Equal((0, $"{counts}\n[]\n"), answer);
    }
}
