using Slipway.Local.StepFunctions.Definitions;
using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;

namespace Slipway.Local.StepFunctions;

/// <summary>
/// Answers of Task states by state name, in JSON or YAML, in the spirit of Step Functions Local:
/// <code>
/// CheckScan:
///   - Throw: { Error: UnavailableException, Cause: the scanner is busy }
///   - Return: { Payload: { verdict: clean } }
///     After: 30
/// </code>
/// The first attempt gets the first answer; the last one is repeated. <c>Return</c> is the task's whole result, for
/// <c>.waitForTaskToken</c> and <c>.sync</c> the final one; <c>After</c> is a number of seconds on the virtual clock.
/// </summary>
public sealed class TaskMocks
{
    private readonly Dictionary<string, Queue<Answer>> _answers = [];

    private TaskMocks()
    {
    }

    /// <summary>No answers at all: the first Task state ends the execution and says so, whatever the definition catches.</summary>
    public static TaskMocks None => new();

    /// <summary>Throws <see cref="DefinitionException"/> with all that is wrong.</summary>
    public static TaskMocks Parse(string text)
    {
        var problems = new List<DefinitionProblem>();
        var mocks = new TaskMocks();
        if (DefinitionText.Read(text, "mocks") is not JsonMap states)
            throw new DefinitionException([new DefinitionProblem("mocks", "write an object: a state's name, then a list of answers")]);

        foreach (var (state, answers) in states.Members)
        {
            var list = answers as JsonList ?? JsonList.Of([answers]);
            mocks._answers[state] = new Queue<Answer>(list.Select((answer, at) => Read(answer, $"{state}[{at}]", problems)));
        }

        return problems.Count == 0 ? mocks : throw new DefinitionException(problems);
    }

    /// <summary>Answers a call: a <see cref="TaskHandler"/>.</summary>
    public void Handle(TaskCall call)
    {
        if (!_answers.TryGetValue(call.StateName, out var answers) || answers.Count == 0)
        {
            call.Fail(ErrorNames.Runtime, $"The state '{call.StateName}' calls {call.Resource.Arn}, and no mock answers for it");
            return;
        }

        var answer = answers.Count > 1 ? answers.Dequeue() : answers.Peek();
        if (answer.After > TimeSpan.Zero)
            call.Execution.Machines.Clock.Schedule(answer.After, () => Give(call, answer));
        else
            Give(call, answer);
    }

    private static void Give(TaskCall call, Answer answer)
    {
        if (answer.Return is null)
            call.Fail(answer.Error, answer.Cause);
        else if (call.IsOpen)
            call.Complete(answer.Return);
    }

    private static Answer Read(Json json, string location, List<DefinitionProblem> problems)
    {
        var fields = new Fields(json as JsonMap ?? JsonMap.Empty, location, problems);
        var (result, thrown) = (fields.Take("Return"), fields.Map("Throw"));
        if (result is null == thrown is null)
            problems.Add(new(location, "write either Return with a result or Throw with Error and Cause"));

        var after = fields.Number("After", 0, "a number of seconds") ?? 0;
        fields.RefuseOthers("an answer");
        return new Answer(result, thrown?["Error"]?.AsText ?? ErrorNames.TaskFailed, thrown?["Cause"]?.AsText, TimeSpan.FromSeconds(after));
    }

    private sealed record Answer(Json? Return, string? Error, string? Cause, TimeSpan After);
}
