using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Local.StepFunctions.Cases;

/// <summary>How one case came out: neither failure nor skip means passed.</summary>
internal sealed record AslCaseResult(AslCaseFailure? Failure, AslCaseSkip? Skip)
{
    public static AslCaseResult Pass { get; } = new(null, null);

    public static AslCaseResult Fail(string id, Json expected, Json actual) => new(new AslCaseFailure(id, expected, actual), null);
}

/// <summary>One recorded execution.</summary>
internal sealed class AslCase
{
    private readonly string _id;
    private readonly Json _definition;
    private readonly Json _input;
    private readonly JsonMap _expected;
    private readonly JsonList? _eventTypes;
    private readonly StateMachineType _type;
    private readonly JsonList? _replay;

    /// <summary>Throws <see cref="FormatException"/> when the line holds no case.</summary>
    public AslCase(string line, string place)
    {
        var json = Json.Parse(line) as JsonMap ?? throw new FormatException("the line holds no JSON object");
        _id = json["id"]?.AsText ?? place;
        _definition = json["definition"] ?? throw new FormatException($"'{_id}' has no definition");
        _input = json["input"] ?? JsonMap.Empty;
        _expected = json["expected"] as JsonMap ?? throw new FormatException($"'{_id}' has no expected result");
        if (_expected["status"]?.AsText is null)
            throw new FormatException($"'{_id}' expects no status");

        _eventTypes = json["expectedEventTypes"] as JsonList;
        _replay = json["taskReplay"] as JsonList;
        _type = json["type"]?.AsText == "EXPRESS" ? StateMachineType.Express : StateMachineType.Standard;
    }

    public AslCaseResult Run(DateTimeOffset start)
    {
        var replay = new TaskReplay(_replay);
        Execution execution;
        try
        {
            execution = Execute(start, replay);
        }
        catch (DefinitionException refused)
        {
            return AslCaseResult.Fail(_id, _expected, Json.Of(refused.Message));
        }

        if (execution.Status == ExecutionStatus.Running && _replay is null && replay.Unanswered is { } state && _expected["status"]!.AsText != "INCOMPLETE")
            return new AslCaseResult(null, new AslCaseSkip(_id, $"the state '{state}' calls a task, and the recording has no answers"));

        return Judge(execution);
    }

    private Execution Execute(DateTimeOffset start, TaskReplay replay) => new DefinitionRun
    {
        MachineName = "recorded-machine",
        ExecutionName = "recorded-execution",
        StartAt = start,
        Type = _type,
        Options = new StepFunctionsOptions { AccountId = "111111111111", RoleArn = "snf_role_arn", StartsExecutions = false },
    }.Execute(StateMachineDefinition.Parse(_definition.AsText ?? _definition.ToString()), _input.ToString(), replay.Handle);

    private AslCaseResult Judge(Execution execution)
    {
        var actual = JsonMap.Of(("status", Json.Of(execution.StatusName)));
        if (execution.Output is not null)
            actual = actual.With("output", execution.Output);

        if (execution.Status is not (ExecutionStatus.Running or ExecutionStatus.Succeeded))
            actual = actual.With("error", Json.Of(execution.Error)).With("cause", Json.Of(execution.Cause));

        if (!MatchesResult(execution))
            return AslCaseResult.Fail(_id, _expected, actual);

        var types = JsonList.Of(execution.History.Select(entry => Json.Of(entry.Type.ToString())));
        return _eventTypes is null || EventOrder.Matches(_eventTypes, types, _definition, IsIncomplete)
            ? AslCaseResult.Pass
            : AslCaseResult.Fail(_id, _expected.With("eventTypes", _eventTypes), actual.With("eventTypes", types));
    }

    private bool IsIncomplete => _expected["status"]!.AsText == "INCOMPLETE";

    private bool MatchesResult(Execution execution)
    {
        if (IsIncomplete)
            return execution.StoppedAt is null || execution.StoppedAt > execution.StartedAt || execution.History.Count > (_eventTypes?.Count ?? 0) + 1;

        return _expected["status"]!.AsText == execution.StatusName
            && (_expected["output"] is not { } output || (execution.Output is not null && Likeness.Matches(output, execution.Output)))
            && (_expected["error"] is not { } error || Likeness.Matches(error, Json.Of(execution.Error)))
            && (_expected["cause"] is not { } cause || cause.Kind == JsonKind.Null || Likeness.MatchesCause(cause, Json.Of(execution.Cause)));
    }
}
