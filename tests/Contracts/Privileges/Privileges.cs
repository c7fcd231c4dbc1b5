using Mono.Cecil;
using Slipway.Aws.Access;
using Slipway.Domain.Releases;
using Slipway.Functions;
using Slipway.Local.Hosting;
using Slipway.Local.Templates;

namespace Slipway.Tests.Contracts.Privileges;

/// <summary>What each function of the template needs, by its code, and what its policies allow.</summary>
internal static class Privileges
{
    /// <summary>They put the objects together, and hand methods on as delegates.</summary>
    private static readonly string[] Composition = [typeof(Startup).FullName!, typeof(AwsPorts).FullName!, typeof(Settings).FullName!];

    public static CallGraph Graph { get; } = new(typeof(Startup).Assembly, typeof(AwsClients).Assembly, typeof(Release).Assembly);

    public static Walk WalkOf(string function) => Graph.From(
        FunctionCatalog.Of(Function(function)).Method,
        method => method.DeclaringType.FullName == typeof(AwsClients).FullName && !method.IsConstructor,
        type => Composition.Contains(type.FullName));

    public static IEnumerable<NeededAction> NeededBy(string function) => Actions.Of(WalkOf(function));

    /// <summary>The actions of the services that the function opens with the credentials of an environment's location; not those of a class that opens the service with Slipway's own alone.</summary>
    public static IEnumerable<string> NeededInEnvironments(string function)
    {
        var walk = WalkOf(function);
        var (there, own) = (Opened(walk, nameof(AwsClients.For)), Opened(walk, nameof(AwsClients.Own)));
        var prefixes = there.Select(opened => opened.Prefix).ToHashSet();
        return Actions.Of(walk).Where(need => !own.Except(there).Contains((Walk.Outermost(need.Caller.DeclaringType).FullName, need.Action.Split(':')[0]))).Select(need => need.Action)
            .Where(action => prefixes.Contains(action.Split(':')[0]) || (action == "iam:PassRole" && prefixes.Contains("ecs")) || (action is "kms:CreateGrant" or "kms:DescribeKey" && prefixes.Contains("rds")));
    }

    /// <summary>The classes that open services so, each with the prefix of the service's actions.</summary>
    private static HashSet<(string Class, string Prefix)> Opened(Walk walk, string by) =>
        [.. walk.Departures.Where(departure => departure.Callee is GenericInstanceMethod && departure.Name == $"{typeof(AwsClients).FullName}.{by}")
            .Select(departure => (Walk.Outermost(departure.Caller.DeclaringType).FullName, Actions.PrefixOf(((GenericInstanceMethod)departure.Callee).GenericArguments[0].FullName)))];

    public static IEnumerable<Statement> AllowedTo(string function) => Stack.PoliciesOf(Function(function)).SelectMany(policy => Stack.StatementsOf(Stack.Template.Find(policy)!));

    private static FunctionResource Function(string name) => Stack.Template.Functions.Single(function => function.LogicalId == name);
}
