using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;

namespace Slipway.Local.StepFunctions.Cases;

/// <summary>Answers Task states with what was recorded for them, each state's answers in their order.</summary>
internal sealed class TaskReplay(JsonList? recorded)
{
    private readonly Dictionary<string, Queue<JsonMap>> _answers = (recorded ?? JsonList.Empty).OfType<JsonMap>()
        .GroupBy(answer => answer["state"]?.AsText ?? "")
        .ToDictionary(answers => answers.Key, answers => new Queue<JsonMap>(answers));

    /// <summary>The first state that asked for an answer that was not recorded.</summary>
    public string? Unanswered { get; private set; }

    public void Handle(TaskCall call)
    {
        while (call.IsOpen)
        {
            if (!_answers.TryGetValue(call.StateName, out var answers) || !answers.TryDequeue(out var answer))
            {
                Unanswered ??= call.StateName;
                return;
            }

            var type = answer["event"]?.AsText ?? "";
            if (type.EndsWith("Submitted", StringComparison.Ordinal))
                call.Submitted(answer["output"] ?? Json.Null);
            else if (type.EndsWith("Succeeded", StringComparison.Ordinal))
                call.Complete(answer["output"] ?? Json.Null);
            else if (!type.EndsWith("TimedOut", StringComparison.Ordinal) && Enum.TryParse<HistoryEventType>(type, out var failed))
                call.FailAs(failed, answer["error"]?.AsText, Text(answer["cause"]));
            else if (call.HasDeadline)
                return;
            else
                call.Fail(answer["error"]?.AsText ?? ErrorNames.Timeout, Text(answer["cause"]));
        }
    }

    private static string? Text(Json? cause) => cause is null or JsonNull ? null : cause.AsText ?? cause.ToString();
}
