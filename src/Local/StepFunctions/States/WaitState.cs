using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;
using Slipway.Local.StepFunctions.Running;

namespace Slipway.Local.StepFunctions.States;

/// <summary>Waits for a number of seconds or until an instant, written in the state or read from a path.</summary>
internal sealed class WaitState(string name) : State(name)
{
    public override HistoryEventType Entered => HistoryEventType.WaitStateEntered;

    public override HistoryEventType Exited => HistoryEventType.WaitStateExited;

    public override HistoryEventType? Aborted => HistoryEventType.WaitStateAborted;

    public long Seconds { get; init; }

    public DateTimeOffset? Until { get; init; }

    public PathExpression? SecondsPath { get; init; }

    public PathExpression? TimestampPath { get; init; }

    public override void Attempt(Branch branch)
    {
        var delay = Delay(Input.Of(branch.Input, branch), branch);
        if (delay.TotalSeconds > int.MaxValue)
            throw StateFailure.Runtime("Wait state delay is too long.");

        if (delay <= TimeSpan.Zero)
            Resume(branch, branch.Input);
        else
            branch.WaitFor(delay);
    }

    public override void Resume(Branch branch, Json result)
    {
        var input = Input.Of(branch.Input, branch);
        Leave(branch, input, Assigned(branch, input));
    }

    private TimeSpan Delay(Json input, Branch branch)
    {
        if (SecondsPath is not null)
            return TimeSpan.FromSeconds(ReadSeconds(Found(SecondsPath, nameof(SecondsPath), input, branch), SecondsPath.Text));

        if (TimestampPath is not null)
            return ReadInstant(Found(TimestampPath, nameof(TimestampPath), input, branch), TimestampPath.Text) - branch.Now;

        return Until is { } until ? until - branch.Now : TimeSpan.FromSeconds(Seconds);
    }

    private static Json Found(PathExpression path, string field, Json input, Branch branch) =>
        path.Find(input, branch) ?? throw StateFailure.Runtime($"The {field} parameter does not reference an input value: {path.Text}");

    private static double ReadSeconds(Json value, string path)
    {
        if (value is not JsonNumber { IsWhole: true } seconds)
            throw StateFailure.Runtime($"The SecondsPath parameter cannot be parsed as a long value: {path} == {value.AsText ?? value.ToString()}");

        if (seconds.Whole < 0)
            throw StateFailure.Runtime($"The SecondsPath parameter references a negative value: {path} == {seconds}");

        return Math.Min(seconds.Whole, int.MaxValue + 1L);
    }

    private static DateTimeOffset ReadInstant(Json value, string path) => Timestamps.TryRead(value.AsText, out var instant)
        ? instant
        : throw StateFailure.Runtime(
            $"The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: {path} == {value.AsText ?? value.ToString()}");
}
