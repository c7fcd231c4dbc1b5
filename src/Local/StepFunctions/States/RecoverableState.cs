using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;
using Slipway.Local.StepFunctions.Running;

namespace Slipway.Local.StepFunctions.States;

/// <summary>A state with work that may fail: Task, Parallel and Map, with their Retry, Catch, ResultSelector and ResultPath.</summary>
internal abstract class RecoverableState(string name) : State(name)
{
    public override bool CountsRetries => true;

    public Template? Parameters { get; init; }

    public Template? ResultSelector { get; init; }

    public ResultPlace Place { get; init; } = ResultPlace.Replace;

    public IReadOnlyList<Retrier> Retriers { get; init; } = [];

    public IReadOnlyList<Catcher> Catchers { get; set; } = [];

    public override bool Recovers(Branch branch, StateFailure failure)
    {
        if (failure.IsTerminal)
            return false;

        for (var at = 0; at < Retriers.Count; at++)
        {
            if (!Retriers[at].Names.Match(failure))
                continue;

            if (branch.Retries(at, Retriers.Count) is var used && used >= Retriers[at].MaxAttempts)
                break;

            branch.RetryAfter(at, Retriers[at].Delay(used, branch.Random));
            return true;
        }

        GiveUp(branch);
        return Catches(branch, failure);
    }

    /// <summary>Records that the state has failed for good, before anyone looks for a Catch.</summary>
    protected virtual void GiveUp(Branch branch)
    {
    }

    /// <summary>Applies ResultSelector, ResultPath and OutputPath; Assign sees the result as it came.</summary>
    protected void Finish(Branch branch, Json result)
    {
        branch.RefuseOversize(result, Name);
        var assigned = Assigned(branch, result);
        if (ResultSelector is not null)
            result = ResultSelector.Fill(result, branch);

        Leave(branch, Place.Put(branch.Input, result), assigned);
    }

    private bool Catches(Branch branch, StateFailure failure)
    {
        foreach (var catcher in Catchers)
        {
            if (!catcher.Names.Match(failure))
                continue;

            var error = JsonMap.Of(("Error", Json.Of(failure.Error ?? "")), ("Cause", Json.Of(failure.Cause ?? "")));
            var assigned = catcher.Assign is null ? null : (JsonMap)catcher.Assign.Fill(error, branch);
            branch.Leave(catcher.Place.Put(branch.Input, error), catcher.Next, assigned);
            return true;
        }

        return false;
    }
}

/// <summary>What Retry says about some error names: how often and after which delays.</summary>
internal sealed record Retrier(ErrorMatch Names, double IntervalSeconds, double BackoffRate, int MaxAttempts, double? MaxDelaySeconds, bool FullJitter)
{
    /// <summary>The delay before the next attempt, after some have been used up.</summary>
    public TimeSpan Delay(int used, Random random)
    {
        var seconds = IntervalSeconds * Math.Pow(BackoffRate, used);
        seconds = Math.Min(seconds, MaxDelaySeconds ?? int.MaxValue);
        return TimeSpan.FromSeconds(FullJitter ? seconds * random.NextDouble() : seconds);
    }
}

/// <summary>Where Catch goes with some error names.</summary>
internal sealed class Catcher(ErrorMatch names, ResultPlace place, Template? assign)
{
    public ErrorMatch Names => names;

    public ResultPlace Place => place;

    public Template? Assign => assign;

    public State? Next { get; set; }
}

/// <summary>
/// <c>ErrorEquals</c>. States.ALL matches everything but the two errors that end an execution; States.TaskFailed everything but
/// those and a timeout.
/// </summary>
internal sealed class ErrorMatch(IReadOnlyList<string> names)
{
    public bool Match(StateFailure failure) => names.Any(name => name switch
    {
        ErrorNames.All => failure.Error != ErrorNames.DataLimitExceeded,
        ErrorNames.TaskFailed => failure.Error is not (ErrorNames.Timeout or ErrorNames.DataLimitExceeded),
        _ => name == failure.Error || name == failure.AlsoKnownAs,
    });
}
