using Slipway.Local.Templates;

namespace Slipway.Local.Events;

/// <summary>
/// A template put to work on the virtual clock: rules reach their targets, queues their functions, schedules their time.
/// What a function or state machine does is the caller's; everything between them happens here, on one thread.
/// </summary>
public sealed class Deployment
{
    private readonly Surroundings _surroundings;
    private readonly Dictionary<string, Queue> _queues;
    private readonly List<QueuePoller> _pollers;
    private readonly List<ScheduleRunner> _schedules;
    private readonly FunctionRuns _runs;
    private readonly AsynchronousCalls _asynchronous;
    private readonly ExecutionStarter _start;

    /// <summary>
    /// Nothing runs before the clock does, and no schedule before <see cref="StartSchedules"/>. One seed of the random gives one run.
    /// </summary>
    public Deployment(
        Template template, VirtualClock clock, Random chance, FunctionInvoker invoke, ExecutionStarter start, Action<Occurrence>? observe = null, Turbulence? turbulence = null)
    {
        Template = template;
        _start = start;
        _surroundings = new Surroundings(
            clock, chance, turbulence ?? Turbulence.Calm, template.Settings, new IdSequence(chance.Next()), observe ?? (_ => { }));
        _runs = new FunctionRuns(invoke, _surroundings);
        _queues = template.Queues.ToDictionary(queue => queue.LogicalId, queue => new Queue(queue, _surroundings), StringComparer.Ordinal);
        foreach (var queue in _queues.Values.Where(queue => queue.Resource.Redrive is not null))
        {
            queue.DeadLetters = Queue(queue.Resource.Redrive!.DeadLetterArn);
        }

        _asynchronous = new AsynchronousCalls(_runs, _surroundings, Forward);
        Bus = new EventBus(template.Rules, new TargetDeliveries(_surroundings, Hand, Queue), _surroundings);
        _pollers = [.. template.Mappings.Select(mapping => new QueuePoller(mapping, Queue(mapping.Queue), Function(mapping.Function), _runs, _surroundings))];
        _schedules = [.. template.Rules.Where(rule => rule.Schedule is not null).Select(rule => new ScheduleRunner(rule, rule.Schedule!, Bus, _surroundings))];
    }

    public Template Template { get; }

    public EventBus Bus { get; }

    public IReadOnlyList<EventRule> Rules => Template.Rules;

    public IReadOnlyList<EventSourceMapping> Mappings => Template.Mappings;

    public IEnumerable<Queue> Queues => _queues.Values;

    /// <summary>The started schedules with the time at which each is due next.</summary>
    public IEnumerable<(EventRule Rule, DateTimeOffset Due)> Appointments =>
        _schedules.Where(schedule => schedule.Due is not null).Select(schedule => (schedule.Rule, schedule.Due!.Value));

    /// <inheritdoc cref="EventBus.PutEvent"/>
    public string PutEvent(string json) => Bus.PutEvent(json);

    /// <summary>
    /// By logical id, name, ARN or URL; throws <see cref="KeyNotFoundException"/> with the names of the queues that there are.
    /// </summary>
    public Queue Queue(string reference) => Template.Queue(reference) is { } queue
        ? _queues[queue.LogicalId]
        : throw new KeyNotFoundException($"The template has no queue {reference}, but {string.Join(", ", _queues.Keys)}.");

    /// <summary>
    /// Invokes a function for a caller who waits, as Step Functions does: timeout and reserved concurrency hold, nothing is tried again.
    /// </summary>
    public void Invoke(FunctionResource function, string payload, Action<FunctionOutcome> ended) => _runs.Start(function, payload, ended);

    /// <summary>Leaves an event for a function, with Lambda's retries and destinations; returns the request id.</summary>
    public string InvokeAsynchronously(FunctionResource function, string payload) => _asynchronous.Accept(function, payload);

    /// <summary>Puts every schedule on the clock, counted from now.</summary>
    public void StartSchedules() => _schedules.ForEach(schedule => schedule.Start());

    public void StopSchedules() => _schedules.ForEach(schedule => schedule.Stop());

    /// <summary>Pauses a mapping: messages stay in the queue.</summary>
    public void Disable(EventSourceMapping mapping) => _pollers.Single(poller => poller.Mapping == mapping).Enabled = false;

    public void Enable(EventSourceMapping mapping) => _pollers.Single(poller => poller.Mapping == mapping).Enabled = true;

    private FunctionResource Function(string reference) =>
        Template.Function(reference) ?? throw new KeyNotFoundException($"The template has no function {reference}.");

    private void Hand(EventRule rule, RuleTarget target, EventEnvelope envelope, string payload)
    {
        switch (target.Kind)
        {
            case TargetKind.Function:
                _asynchronous.Accept(Function(target.LogicalId!), payload);
                break;
            case TargetKind.Queue:
                Queue(target.LogicalId!).Send(payload);
                break;
            case TargetKind.StateMachine:
                Start(rule, Template.StateMachine(target.LogicalId!)!, envelope, payload);
                break;
            case TargetKind.EventBus:
                Relay(target.Arn, payload);
                break;
            case TargetKind.Other:
                _surroundings.Tell(
                    new EventDropped(_surroundings.Now, envelope.Id, target.Arn, "the local account does not run this target"));
                break;
        }
    }

    private void Relay(string busArn, string payload)
    {
        try
        {
            Bus.PutEvent(payload, busArn[(busArn.LastIndexOf('/') + 1)..]);
        }
        catch (ArgumentException fault)
        {
            throw new DeliveryException("INVALID_PARAMETER", fault.Message, isRetriable: false);
        }
    }

    /// <summary>The same event by the same rule asks for the same execution, so that a doubled delivery starts nothing twice.</summary>
    private void Start(EventRule rule, StateMachineResource machine, EventEnvelope envelope, string input)
    {
        var full = $"{envelope.Id}_{rule.LogicalId}";
        var name = full.Length <= 80 ? full : full[..80];
        _start(machine, name, input);
        _surroundings.Tell(new ExecutionStarted(_surroundings.Now, machine, name, input));
    }

    private void Forward(Aftermath aftermath)
    {
        if (Template.Queue(aftermath.Arn) is { } queue)
        {
            if (aftermath.Failure is { } reason)
            {
                _surroundings.Tell(new EventDeadLettered(_surroundings.Now, aftermath.RequestId, queue, reason));
            }

            Queue(aftermath.Arn).Send(aftermath.Json, aftermath.Attributes);
        }
        else if (Template.Function(aftermath.Arn) is { } function)
        {
            _asynchronous.Accept(function, aftermath.Json);
        }
        else if (aftermath.Arn.Contains(":event-bus/", StringComparison.Ordinal))
        {
            Bus.PutEvent(EventEnvelope.OfResult(aftermath), aftermath.Arn[(aftermath.Arn.LastIndexOf('/') + 1)..]);
        }
        else
        {
            _surroundings.Tell(
                new EventDropped(_surroundings.Now, aftermath.RequestId, aftermath.Arn, "the local account does not run this destination"));
        }
    }
}
