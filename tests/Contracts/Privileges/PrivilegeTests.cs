using System.Reflection;
using System.Text.Json;
using Slipway.Aws.Access;

namespace Slipway.Tests.Contracts.Privileges;

/// <summary>Least privilege: what a function may do in AWS is what its code can come to do there.</summary>
public sealed class PrivilegeTests
{
    /// <summary>IAM attaches ten managed policies to a role; SAM adds those for logs, tracing and subnets.</summary>
    private const int MostPolicies = 10 - 3;

    /// <summary>Types by which code leaves the process, and how the names of those methods begin that do.</summary>
    private static readonly string[] Leaving = ["System.Net.Http.HttpClient", "System.Net.Http.HttpMessageInvoker", "System.Net.Sockets.Socket", "System.Net.Sockets.TcpClient", "Amazon.Runtime.Internal.Auth.AWS4PreSignedUrlSigner"];
    private static readonly string[] Departing = ["Send", "Get", "Post", "Put", "Patch", "Delete", "Connect", "Sign"];

    public static TheoryData<string> Functions => FunctionTests.Functions;

    private static IEnumerable<Statement> Statements => Stack.Template.Functions.SelectMany(function => Privileges.AllowedTo(function.LogicalId));

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_may_do_what_its_code_calls_and_nothing_else(string function)
    {
        var walk = Privileges.WalkOf(function);
        var needed = Privileges.NeededBy(function).ToLookup(need => need.Action, need => need);
        var allowed = Privileges.AllowedTo(function).SelectMany(statement => statement.Actions).ToHashSet();

        Assert.Equal("", string.Join('\n', needed.Where(need => !allowed.Contains(need.Key)).Select(need => $"{need.Key} is missing: {walk.PathTo(need.First().Caller)} > {need.First().Call}")
            .Concat(allowed.Where(action => !needed.Contains(action)).Select(action => $"{action} is allowed and never called"))));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_names_each_policy_once_and_no_more_than_a_role_takes(string function)
    {
        var policies = Stack.PoliciesOf(Stack.Template.Functions.Single(resource => resource.LogicalId == function));

        Assert.Equal(policies.Distinct(), policies);
        Assert.InRange(policies.Count, 0, MostPolicies);
    }

    [Fact]
    public void An_action_is_allowed_on_all_only_where_it_knows_no_single_resource() => Assert.All(Statements, statement => Assert.All(
        statement.Actions, action => Assert.Equal((action, Resources.IsForAll(action)), (action, statement.Resources.Contains("*")))));

    [Fact]
    public void A_statement_names_resources_of_the_kinds_that_its_actions_know_and_no_others() => Assert.All(Statements, statement => Assert.All(statement.Resources, resource => Assert.True(
        statement.Actions.Any(action => Resources.KindsOf(action).Any(kind => Resources.IsOfKind(resource, kind))), $"{string.Join(", ", statement.Actions)}: {resource}")));

    [Fact]
    public void An_action_that_needs_several_kinds_of_resources_is_allowed_on_each() => Assert.All(
        Statements.SelectMany(statement => statement.Actions).Distinct(),
        action => Assert.All(Resources.KindsOf(action), kind => Assert.True(
            Statements.Where(statement => statement.Actions.Contains(action)).SelectMany(statement => statement.Resources).Any(resource => Resources.IsOfKind(resource, kind)), $"{action} on {kind}")));

    [Fact]
    public void Every_action_of_the_tables_is_still_needed() => Assert.Equal(
        [], Resources.Actions.Except(Stack.Template.Functions.SelectMany(function => Privileges.NeededBy(function.LogicalId)).Select(need => need.Action)));

    /// <summary>What is attached to the role by hand: whatever a function does with the credentials of a location.</summary>
    [Fact]
    public void The_policy_for_the_role_of_an_environment_allows_what_functions_do_there_and_nothing_else()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "environment-role.json")));
        var statements = Stack.StatementsOf(document.RootElement).ToList();

        Assert.Equal("", string.Join('\n', Stack.Template.Functions.SelectMany(function => Privileges.NeededInEnvironments(function.LogicalId)).Distinct().Except(statements.SelectMany(statement => statement.Actions)).Select(action => $"{action} is missing")
            .Concat(statements.SelectMany(statement => statement.Actions).Except(Stack.Template.Functions.SelectMany(function => Privileges.NeededInEnvironments(function.LogicalId))).Select(action => $"{action} is never called"))));
        Assert.All(statements, statement => Assert.All(statement.Actions, action => Assert.Equal((action, Resources.IsForAll(action)), (action, statement.Resources.Contains("*")))));
        Assert.All(statements, statement => Assert.All(statement.Resources, resource => Assert.Contains(
            statement.Actions.SelectMany(Resources.KindsOf), kind => Resources.IsOfKind(resource, kind))));
    }

    [Fact]
    public void Credentials_of_a_role_need_AssumeRole_and_nothing_else() => Assert.Equal(
        ["sts:AssumeRole"],
        Actions.Of(Privileges.Graph.From(typeof(AwsClients).GetMethod(nameof(AwsClients.CredentialsFor))!)).Select(need => need.Action).Distinct());

    [Theory]
    [MemberData(nameof(Functions))]
    public void Whatever_leaves_by_other_ways_than_the_SDK_is_accounted_for(string function) => Assert.All(
        Privileges.WalkOf(function).Departures.Where(departure => Leaving.Contains(departure.Callee.DeclaringType.GetElementType().FullName) && Departing.Any(begin => departure.Callee.Name.StartsWith(begin, StringComparison.Ordinal))),
        departure => Assert.Contains(Walk.Outermost(departure.Caller.DeclaringType).FullName, Actions.OtherWaysOut.Keys));

    [Fact]
    public void Every_way_out_that_is_accounted_for_is_there() => Assert.All(
        Actions.OtherWaysOut.Keys.Concat(Actions.MethodsOfRegistries),
        name => Assert.True(typeof(AwsClients).Assembly.GetType(name) is not null || typeof(AwsClients).Assembly.GetType(name[..name.LastIndexOf('.')])?.GetMember(name[(name.LastIndexOf('.') + 1)..], BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance) is [_, ..], name));

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_delegate_that_is_called_was_seen_being_made(string function) => Assert.Equal([], Privileges.WalkOf(function).UnknownDelegates);
}
