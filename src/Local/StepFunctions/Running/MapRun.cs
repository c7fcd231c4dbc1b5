using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.States;

namespace Slipway.Local.StepFunctions.Running;

/// <summary>
/// The run of a distributed Map: every item, or batch of items, is an execution of its own with its own history, which sees
/// neither the variables nor the context of this one. Failures count against the tolerance, whatever their name.
/// </summary>
internal sealed class MapRun(Branch owner, MapState map, Json input, JsonList items, int limit, FailureTolerance tolerance) : IAbandonable
{
    private readonly List<Execution> _running = [];
    private readonly string _label = map.Distribution!.Label ?? map.Name;
    private IReadOnlyList<Json> _inputs = [];
    private Json[] _outputs = [];
    private int _next;
    private int _done;
    private int _failures;
    private bool _isOver;

    public void Begin()
    {
        var machines = owner.Execution.Machines;
        owner.Work = this;
        var arn = $"arn:aws:states:{machines.Options.Region}:{machines.Options.AccountId}:mapRun:{owner.Execution.StateMachine.Name}/{_label}:{machines.NewUuid()}";
        owner.Record(HistoryEventType.MapRunStarted, JsonMap.Of(("mapRunArn", Json.Of(arn))));
        var selector = map.ItemSelector ?? map.Parameters;
        var selected = items.Select((item, at) => selector is null ? item : selector.Fill(input, new ItemScope(owner, Item(at, item)))).ToList();
        _inputs = map.Distribution!.Inputs(selected, input, owner);
        _outputs = new Json[_inputs.Count];
        if (_inputs.Count == 0)
            Succeed();

        while (_next < _inputs.Count && _running.Count < limit && !_isOver)
            StartNext();
    }

    public void Abandon()
    {
        _isOver = true;
        foreach (var execution in _running.ToList())
            execution.Abort(null, null);
    }

    private static JsonMap Item(int at, Json item) => JsonMap.Of(("Index", Json.Of(at)), ("Value", item));

    private void StartNext()
    {
        var machines = owner.Execution.Machines;
        var parent = owner.Execution.StateMachine;
        var machine = new StateMachine($"{parent.Arn}/{_label}", parent.Name, new StateMachineDefinition(map.Processor, null, null), map.Distribution!.Type);
        var name = machines.NewUuid();
        var at = _next++;
        var execution = new Execution(machines, machine, machines.Options.ExecutionArn($"{parent.Name}/{_label}", name), name, _inputs[at]);
        _running.Add(execution);
        execution.WhenDone(done => Settle(done, at));
        machines.Clock.Schedule(TimeSpan.Zero, execution.Begin);
    }

    private void Settle(Execution execution, int at)
    {
        _running.Remove(execution);
        if (_isOver)
            return;

        if (execution.Status == ExecutionStatus.Succeeded)
        {
            _outputs[at] = execution.Output!;
        }
        else if (tolerance.Allows(++_failures, _inputs.Count))
        {
            _outputs[at] = FailureTolerance.StandIn(execution.Error, execution.Cause);
        }
        else
        {
            Abandon();
            owner.Record(HistoryEventType.MapRunFailed);
            owner.DeliverFailure(FailureTolerance.Exceeded);
            return;
        }

        if (++_done == _inputs.Count)
            Succeed();
        else if (_next < _inputs.Count)
            StartNext();
    }

    private void Succeed()
    {
        var succeeded = owner.RecordAside(HistoryEventType.MapRunSucceeded);
        owner.RecordAside(HistoryEventType.MapStateSucceeded, after: succeeded);
        owner.Deliver(new JsonList(_outputs));
    }
}
