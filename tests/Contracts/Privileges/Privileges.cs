using Slipway.Aws.Access;
using Slipway.Domain.Releases;
using Slipway.Functions;
using Slipway.Local.Hosting;
using Slipway.Local.Templates;

namespace Slipway.Tests.Contracts.Privileges;

/// <summary>What each function of the template needs, by its code, and what its policies allow.</summary>
internal static class Privileges
{
    /// <summary>Puts the adapters together; it may hand their methods on as delegates.</summary>
    private const string Composition = "Slipway.Functions.AwsPorts";

    public static CallGraph Graph { get; } = new(typeof(Startup).Assembly, typeof(AwsClients).Assembly, typeof(Release).Assembly);

    public static Walk WalkOf(string function) => Graph.From(
        FunctionCatalog.Of(Function(function)).Method,
        method => method.DeclaringType.FullName == typeof(AwsClients).FullName && !method.IsConstructor,
        type => type.FullName == Composition);

    public static IEnumerable<NeededAction> NeededBy(string function) => Actions.Of(WalkOf(function));

    public static IEnumerable<Statement> AllowedTo(string function) => Stack.PoliciesOf(Function(function)).SelectMany(policy => Stack.StatementsOf(Stack.Template.Find(policy)!));

    private static FunctionResource Function(string name) => Stack.Template.Functions.Single(function => function.LogicalId == name);
}
