using System.Globalization;
using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Interventions;
using Slipway.Domain.Systems;
using Slipway.Local.Account;
using Slipway.Local.Hosting;
using Slipway.Local.Records;

namespace Slipway.Cli.Runs;

/// <summary>What can come to the account from outside: as the journal keeps it, and what it does. Together with the seed it is the whole run.</summary>
internal static class Inputs
{
    public static AccountInput Push(string repository, string tag, ImageBehaviour behaviour) =>
        Of("push", ("repository", repository), ("tag", tag), ("image", behaviour.ToString().ToLowerInvariant()));

    public static AccountInput Schedules { get; } = Of("schedules");

    public static AccountInput Burst(EnvironmentName environment, string queue, int messages) =>
        Of("burst", ("environment", environment.Value), ("queue", queue), ("messages", messages.ToString(CultureInfo.InvariantCulture)));

    public static AccountInput Force(EnvironmentName environment, string alarm, double value) =>
        Of("force", ("environment", environment.Value), ("alarm", alarm), ("value", value.ToString("R", CultureInfo.InvariantCulture)));

    public static AccountInput Execution(string stateMachine, string name, string input) =>
        Of("execution", ("stateMachine", stateMachine), ("name", name), ("input", input));

    public static AccountInput Intervene(Intervention asked) => Of("intervene", ("intervention", JsonSerializer.Serialize(asked, DomainJson.Default.Intervention)));

    /// <summary>The time passed until here, and nothing more came.</summary>
    public static AccountInput Rest { get; } = Of("rest");

    public static void Apply(Installation installation, AccountInput input)
    {
        var arguments = input.Arguments;
        switch (input.Verb)
        {
            case "push":
                installation.Account.Registry.Push(arguments["repository"], arguments["tag"], ImageBehaviours.Find(arguments["image"]) ?? ImageBehaviour.Healthy);
                break;
            case "schedules":
                installation.Deployment.StartSchedules();
                break;
            case "burst":
                installation.Account.Queues.Burst(
                    installation.Systems[0].Name, new(arguments["environment"]), arguments["queue"], int.Parse(arguments["messages"], CultureInfo.InvariantCulture));
                break;
            case "force":
                installation.Account.Metrics.Force(
                    installation.Systems[0].Name, new(arguments["environment"]), arguments["alarm"], double.Parse(arguments["value"], CultureInfo.InvariantCulture));
                break;
            case "execution":
                installation.StateMachines.Start(installation.Template.StateMachine(arguments["stateMachine"])!.Arn, arguments["name"], arguments["input"]);
                break;
            case "intervene":
                installation.Deployment.Invoke(installation.Template.Function("Intervene")!, arguments["intervention"], _ => { });
                break;
            case "rest":
                break;
            default:
                throw new RefusalException($"The journal holds an input '{input.Verb}' that this slipway does not know: begin anew with slipway run.");
        }
    }

    private static AccountInput Of(string verb, params IEnumerable<(string Name, string Value)> arguments) =>
        new(verb, arguments.ToDictionary(argument => argument.Name, argument => argument.Value, StringComparer.Ordinal));
}
