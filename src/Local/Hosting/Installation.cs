using Microsoft.Extensions.DependencyInjection;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;
using Slipway.Local.Account;
using Slipway.Local.Events;
using Slipway.Local.Records;
using Slipway.Local.StepFunctions;
using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.Templates;

namespace Slipway.Local.Hosting;

/// <summary>
/// Slipway as `sam deploy` would install it, in the embedded account: the template itself says which rule reaches which queue,
/// which function takes from it, and which state machine calls which function.
/// </summary>
public sealed class Installation : IDisposable
{
    private readonly Journal _journal;

    /// <exception cref="InstallationException">The template, a definition or a manifest is wrong; nothing was started.</exception>
    public Installation(InstallationSettings settings)
    {
        Systems = ReadManifests(settings.Manifests);
        var region = Systems.Count > 0 ? Systems[0].Region : "us-east-1";
        var (template, definitions) = settings.Plan ?? TemplatePlan.Read(settings.TemplatePath, region, settings.AccountId);
        Clock = new VirtualClock(settings.Start);
        _journal = settings.JournalPath is { } path ? Journal.Create(path, Clock) : Journal.InMemory(Clock);
        _journal.Header(new(AccountHeader.CurrentFormat, settings.Seed, settings.Start, settings.AccountId, [.. Systems.Select(system => system.Name.Value)]));
        Memory = new AccountMemory(_journal, Clock);
        Account = new SimulatedAccount(Clock, settings.Seed, Systems, settings.AccountId, json => Deployment!.PutEvent(json), _journal);
        foreach (var secret in template.Resources.Where(resource => resource.Type == "AWS::SecretsManager::Secret"))
        {
            Account.Secrets.Generate(secret.Reference);
        }

        var options = new StepFunctionsOptions { AccountId = settings.AccountId, Region = region, Observer = settings.ObserveStates, KeepsHistories = settings.KeepsHistories };
        StateMachines = new StateMachines(Clock, new Random(settings.Seed), CallFunction, options);
        var executions = new LocalStateMachines(StateMachines);
        var bucket = settings.ManifestsBucket ?? new Manifests(settings.Manifests);
        var catalog = new SystemCatalog(bucket);
        var queues = new LocalQueues(() => Deployment!);
        var host = new FunctionHost(Clock, region, services => Ports.Add(services.AddSingleton(catalog), Account, Memory, bucket, executions, queues), settings.Faults);
        Deployment = new Deployment(
            template, Clock, new Random(settings.Seed), host.Invoke, (machine, name, input) => executions.Start(machine.Arn, name, input), settings.Observe, settings.Turbulence);
        foreach (var (arn, definition) in definitions)
        {
            StateMachines.Register(arn, definition);
        }
    }

    public VirtualClock Clock { get; }

    public IReadOnlyList<SystemManifest> Systems { get; }

    public SimulatedAccount Account { get; }

    public AccountMemory Memory { get; }

    public Deployment Deployment { get; private set; }

    public StateMachines StateMachines { get; }

    public Template Template => Deployment.Template;

    /// <summary>True while an execution runs or a message waits; a release that waits for a person keeps nobody busy.</summary>
    public bool IsBusy =>
        StateMachines.Executions.Any(execution => execution.Status == ExecutionStatus.Running && Memory.Releases.Find(new(execution.Name))?.WaitsForPeople() != true)
        || Deployment.Queues.Any(queue => queue.Resource.Redrive is not null && queue.Depth.Total > 0);

    /// <summary>Keeps what comes from outside in the journal, so that the run can be had again.</summary>
    public void Record(AccountInput input) => _journal.Input(input);

    public void Dispose() => _journal.Dispose();

    private static List<SystemManifest> ReadManifests(IReadOnlyList<ManifestText> texts)
    {
        var readings = texts.Select(YamlManifest.Load).ToList();
        var problems = readings.SelectMany(reading => reading.Problems).ToList();
        return problems.Count == 0
            ? [.. readings.Select(reading => reading.Manifest!)]
            : throw new InstallationException(problems.Select(problem => problem.ToString()));
    }

    private void CallFunction(TaskCall call)
    {
        if (call.FunctionName is not { } name || Template.Function(name) is not { } function)
        {
            call.Fail("Lambda.ResourceNotFoundException", $"Function not found: {call.Resource.Arn}");
            return;
        }

        Deployment.Invoke(function, call.Payload.ToString()!, outcome =>
        {
            if (outcome.Error is { } error)
            {
                call.Fail(error.Type, error.ToJson());
            }
            else
            {
                call.Return(Json.Parse(outcome.Answer ?? "null"));
            }
        });
    }
}
