using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using Slipway.Domain.Approvals;
using Slipway.Domain.Images;
using Slipway.Domain.Notifications;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;
using Slipway.Functions;
using Slipway.Local.Hosting;
using Slipway.Local.Templates;

namespace Slipway.Tests.Contracts;

/// <summary>Every function of the template is a handler, and is called by something.</summary>
public sealed class FunctionTests
{
    public static TheoryData<string> Functions => [.. Stack.Template.Functions.Select(function => function.LogicalId)];

    [Fact]
    public void Every_function_names_a_handler_and_every_handler_has_its_function() => Assert.Empty(FunctionCatalog.Mismatches(Stack.Template));

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_is_called_what_its_class_is_called(string function) => Assert.Equal(function, Handler(function).Class.Name);

    [Fact]
    public void Every_policy_is_used() => Assert.Equal(
        Stack.OfType("AWS::IAM::ManagedPolicy").Select(policy => policy.LogicalId).Order(),
        Stack.Template.Functions.SelectMany(Stack.PoliciesOf).Concat(Stack.Template.StateMachines.SelectMany(Stack.PoliciesOf)).Distinct().Order());

    [Fact]
    public void A_function_may_start_the_state_machine_that_its_environment_names_and_no_other()
    {
        foreach (var function in Stack.Template.Functions)
        {
            var named = function.Environment.Where(pair => pair.Key.EndsWith("_STATE_MACHINE_ARN", StringComparison.Ordinal)).Select(pair => pair.Value);
            var allowed = Stack.PoliciesOf(function).SelectMany(policy => Stack.StatementsOf(Stack.Template.Find(policy)!))
                .Where(statement => statement.Actions.Contains("states:StartExecution")).SelectMany(statement => statement.Resources);
            Assert.Equal(named, allowed);
        }
    }

    /// <summary>The settings that a function reads when it is made are those that its environment has.</summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_has_the_settings_that_its_classes_read(string function)
    {
        var environment = Function(function).Environment;
        var reads = ClassesOf(Handler(function).Class).Any(type => type == typeof(Settings));

        Assert.Equal(reads, environment.Keys.Any(name => name is "APPROVAL_KEY_SECRET" or "SLACK_SIGNING_SECRET" or "NOTICES_TOPIC_ARN" || name.EndsWith("_STATE_MACHINE_ARN", StringComparison.Ordinal)));
    }

    /// <summary>Smoke requests, notices, registries and queues in a Redis may lead anywhere; everything else is AWS or has a certificate authority of its own.</summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_trusts_others_than_AWS_only_when_it_asks_them(string function)
    {
        Type[] outside = [typeof(ISmokeRequests), typeof(IChannels), typeof(IButtonAnswers), typeof(IImageCopies), typeof(IQueueDepths)];
        var trusts = Function(function).Environment["SSL_CERT_FILE"];

        Assert.Equal(PortsOf(Handler(function).Class).Intersect(outside).Any() ? "/etc/pki/tls/certs/ca-bundle.crt" : "/var/task/amazon-roots.pem", trusts);
    }

    [Fact]
    public void The_roots_of_AWS_are_packaged_under_the_name_that_the_functions_know()
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(Path.Combine(Repository.Root, "src", "Functions", "amazon-roots.pem"));

        Assert.Equal(5, roots.Count);
        Assert.All(roots, root => Assert.Equal(root.Subject, root.Issuer));
        Assert.All(roots, root => Assert.Matches("O=Amazon,|Starfield Services Root", root.Subject));
        Assert.All(roots, root => Assert.True(root.NotAfter > new DateTime(2037, 1, 1, 0, 0, 0, DateTimeKind.Utc), root.Subject));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_is_called_by_a_state_machine_an_event_or_a_person(string function) => Assert.True(
        function is "Intervene" or "AnswerApproval"
        || Stack.Template.StateMachines.Any(machine => machine.DefinitionSubstitutions.ContainsKey(function))
        || Stack.Template.Mappings.Any(mapping => mapping.Function == function)
        || Stack.Template.Rules.Any(rule => rule.Targets.Any(target => target.LogicalId == function)));

    [Fact]
    public void Whatever_takes_from_a_queue_reports_the_messages_that_failed() =>
        Assert.All(Stack.Template.Mappings, mapping => Assert.True(mapping.ReportsBatchItemFailures));

    private static FunctionResource Function(string name) => Stack.Template.Functions.Single(function => function.LogicalId == name);

    private static Handler Handler(string function) => FunctionCatalog.Of(Function(function));

    private static IEnumerable<Type> PortsOf(Type type) => ClassesOf(type).Where(used => used.IsInterface && used.Assembly == typeof(Release).Assembly);

    /// <summary>What the container makes for it, and for that, and so on.</summary>
    private static IEnumerable<Type> ClassesOf(Type type) => type.Assembly != typeof(Settings).Assembly || type == typeof(Settings)
        ? [type]
        : Assert.Single(type.GetConstructors(BindingFlags.Public | BindingFlags.Instance)).GetParameters().SelectMany(parameter => ClassesOf(parameter.ParameterType)).Prepend(type);
}
