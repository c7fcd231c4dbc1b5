using System.CommandLine;
using System.Text.Json;
using Slipway.Cli.Screens;
using Slipway.Domain;
using Slipway.Local.Events;
using Slipway.Local.Hosting;
using Slipway.Local.Templates;

namespace Slipway.Cli.Invocations;

/// <summary>slipway invoke: one function, one event.</summary>
internal static class InvokeCommand
{
    public static Verb Create(Terminal terminal)
    {
        var function = new Argument<string>("FUNCTION") { Description = "its logical id in template.yaml" };
        var file = new Option<string>("--event", "-e") { HelpName = "FILE", Required = true, Description = "the event as JSON, - for standard input; events/ has samples" };
        var aws = new Option<bool>("--aws") { Description = "on AWS with this terminal's credentials, or on the emulator that AWS_ENDPOINT_URL names" };
        var variables = new Option<string?>("--env-vars", "-n") { HelpName = "FILE", Description = "with --aws: the function's environment, in the form that sam local invoke takes" };
        var json = new Option<bool>("--json") { Description = "as it is: the answer is JSON anyway" };
        return new Verb("invoke", "Invoke one function with an event, as sam local invoke does, without Docker.")
        {
            Explanation = "The function runs on a fresh embedded account with every manifest of systems/, or with --aws on AWS itself. Its answer is printed as JSON; when it fails, the error as Lambda tells it.",
            Examples = [new("slipway invoke AcceptRegistryEvents -e events/ecr-push.json", "a push from its queue"), new("slipway invoke AcceptTicks -e events/autoscaling-tick.json", "one tick"),
                new("slipway invoke AcceptRegistryEvents -e events/ecr-push.json --aws -n events/emulator.json", "on an emulator")],
            Endings = [ExitCode.Failed, ExitCode.Invalid],
        }
        .With(function, file, aws, variables, json)
        .Does((parsed, _) => InvokeAsync(terminal, parsed.GetValue(function)!, parsed.GetValue(file)!, parsed.GetValue(aws), parsed.GetValue(variables)));
    }

    private static async Task<ExitCode> InvokeAsync(Terminal terminal, string name, string file, bool onAws, string? variables)
    {
        if (variables is not null && !onAws)
        {
            throw new RefusalException("--env-vars is for AWS: add --aws, or leave it out; the embedded account takes the environment of template.yaml.");
        }

        var payload = file == "-" ? terminal.In.ReadToEnd() : Files.Read(terminal.Resolve(file), file);
        RequireJson(payload, file);
        var checkout = Checkout.Find(terminal);
        var outcome = onAws
            ? await AwsInvocation.RunAsync(Find(ReadTemplate(checkout), name), payload, AwsInvocation.ReadVariables(variables is null ? "{}" : Files.Read(terminal.Resolve(variables), variables), variables ?? "", name))
            : Invoke(checkout, name, payload);
        var answer = outcome?.Error?.ToJson() ?? outcome?.Answer ?? "null";
        using var document = JsonDocument.Parse(answer);
        JsonOutput.Write(terminal.Out, document.WriteTo);
        return outcome?.Error is null ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>The manifests of this checkout are no matter of a function that reads those of a bucket.</summary>
    private static Template ReadTemplate(Checkout checkout)
    {
        var reading = TemplateReader.Read(checkout.TemplatePath);
        return reading.Problems.Count == 0 ? reading.Template : throw new RefusalException(string.Join('\n', reading.Problems), ExitCode.Invalid);
    }

    private static FunctionResource Find(Template template, string name) =>
        template.Functions.FirstOrDefault(known => known.LogicalId == name)
        ?? throw new RefusalException($"template.yaml has no function '{name}': {Suggestion.Sentence(name, [.. template.Functions.Select(known => known.LogicalId)])}");

    private static FunctionOutcome? Invoke(Checkout checkout, string name, string payload)
    {
        using var installation = checkout.Install(new InstallationSettings { TemplatePath = checkout.TemplatePath, Manifests = checkout.Manifests });
        var function = Find(installation.Template, name);
        FunctionOutcome? outcome = null;
        installation.Deployment.Invoke(function, payload, ended => outcome = ended);
        installation.Clock.RunUntil(() => outcome is not null, installation.Clock.GetUtcNow() + function.Timeout + TimeSpan.FromSeconds(1));
        return outcome;
    }

    private static void RequireJson(string text, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
        }
        catch (JsonException fault)
        {
            throw new RefusalException($"{(file == "-" ? "The standard input" : file)}:{(fault.LineNumber ?? 0) + 1}: this is no JSON: {fault.Message.Split(" LineNumber")[0].TrimEnd('.')}.");
        }
    }
}
