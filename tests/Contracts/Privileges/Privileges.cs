using System.Collections.Concurrent;
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

    /// <summary>Many tests ask the same of a function, and a walk takes half a second.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<(Walk Walk, IReadOnlyList<NeededAction> Needed)>> Walks = new(StringComparer.Ordinal);

    public static Walk WalkOf(string function) => Walked(function).Walk;

    public static IReadOnlyList<NeededAction> NeededBy(string function) => Walked(function).Needed;

    /// <summary>The actions of the services that the function opens with the credentials of an environment's location; not those of a class that opens the service with Slipway's own alone.</summary>
    public static IEnumerable<string> NeededInEnvironments(string function)
    {
        var walk = WalkOf(function);
        var (there, own) = (Opened(walk, nameof(AwsClients.For)), Opened(walk, nameof(AwsClients.Own)));
        var prefixes = there.Select(opened => opened.Prefix).ToHashSet();
        return NeededBy(function).Where(need => !own.Except(there).Contains((Walk.Outermost(need.Caller.DeclaringType).FullName, need.Action.Split(':')[0]))).Select(need => need.Action)
            .Where(action => prefixes.Contains(action.Split(':')[0]) || (action == "iam:PassRole" && prefixes.Contains("ecs")) || (action is "kms:CreateGrant" or "kms:DescribeKey" && prefixes.Contains("rds")));
    }

    private static (Walk Walk, IReadOnlyList<NeededAction> Needed) Walked(string function) => Walks.GetOrAdd(function, name => new(() =>
    {
        var walk = Graph.From(
            FunctionCatalog.Of(Function(name)).Method,
            method => method.DeclaringType.FullName == typeof(AwsClients).FullName && !method.IsConstructor,
            type => Composition.Contains(type.FullName));
        return (walk, [.. Actions.Of(walk)]);
    })).Value;

    /// <summary>The classes that open services so, each with the prefix of the service's actions.</summary>
    private static HashSet<(string Class, string Prefix)> Opened(Walk walk, string by) =>
        [.. walk.Departures.Where(departure => departure.Callee is GenericInstanceMethod && departure.Name == $"{typeof(AwsClients).FullName}.{by}")
            .Select(departure => (Walk.Outermost(departure.Caller.DeclaringType).FullName, Actions.PrefixOf(((GenericInstanceMethod)departure.Callee).GenericArguments[0].FullName)))];

    public static IEnumerable<Statement> AllowedTo(string function) => Stack.PoliciesOf(Function(function)).SelectMany(policy => Stack.StatementsOf(Stack.Template.Find(policy)!));

    private static FunctionResource Function(string name) => Stack.Template.Functions.Single(function => function.LogicalId == name);
}
