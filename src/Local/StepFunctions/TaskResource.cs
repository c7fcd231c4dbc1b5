namespace Slipway.Local.StepFunctions;

/// <summary>What a Task state calls.</summary>
public enum TaskKind
{
    /// <summary>A function by its own ARN: parameters in, result out, no envelope.</summary>
    Function,

    /// <summary>An activity, answered by a worker.</summary>
    Activity,

    /// <summary>A service integration, such as <c>arn:aws:states:::sqs:sendMessage</c>.</summary>
    Service,
}

/// <summary>How a Task state waits for its service.</summary>
public enum TaskPattern
{
    RequestResponse,
    Sync,
    Sync2,
    WaitForTaskToken,
}

/// <summary>The parts of a Task state's <c>Resource</c>.</summary>
/// <param name="Arn">As the state writes it.</param>
/// <param name="Service">lambda, sqs, states, aws-sdk:s3, ...; for a function or activity lambda or activity.</param>
/// <param name="Action">invoke, sendMessage, ...; the name for a function or activity.</param>
public sealed record TaskResource(string Arn, TaskKind Kind, string Service, string Action, TaskPattern Pattern)
{
    private const string Waiting = ".waitForTaskToken";

    /// <summary>The action with its pattern, as the history shows it.</summary>
    public string ActionAndPattern => Pattern switch
    {
        TaskPattern.Sync => Action + ".sync",
        TaskPattern.Sync2 => Action + ".sync:2",
        TaskPattern.WaitForTaskToken => Action + Waiting,
        _ => Action,
    };

    /// <summary>Whether it is the Lambda integration, whose result comes in an envelope.</summary>
    public bool IsLambdaInvoke => Kind == TaskKind.Service && Service == "lambda" && Action == "invoke";

    /// <summary>Throws <see cref="FormatException"/> when Step Functions could not call it.</summary>
    public static TaskResource Parse(string arn)
    {
        var parts = arn.Split(':');
        if (parts is not ["arn", _, var service, _, var account, .. var rest] || rest.Length < 2)
            throw new FormatException($"'{arn}' is no resource; write a function's ARN or arn:aws:states:::service:action");

        return (service, rest) switch
        {
            ("lambda", ["function", var name, ..]) => new(arn, TaskKind.Function, "lambda", name, TaskPattern.RequestResponse),
            ("states", ["activity", var name]) => new(arn, TaskKind.Activity, "activity", name, TaskPattern.RequestResponse),
            ("states", _) when account.Length == 0 => Integration(arn, rest),
            _ => throw new FormatException($"'{arn}' is neither a function nor an activity nor a service integration; write arn:aws:states:::service:action"),
        };
    }

    /// <summary>The bare name in a function's name, ARN or partial ARN, with or without a version or alias.</summary>
    public static string FunctionName(string nameOrArn)
    {
        var parts = nameOrArn.Split(':');
        var marker = Array.IndexOf(parts, "function");
        return marker >= 0 && marker + 1 < parts.Length ? parts[marker + 1] : parts[0];
    }

    private static TaskResource Integration(string arn, string[] rest)
    {
        var (pattern, last) = rest switch
        {
            [.., var action, "2"] when action.EndsWith(".sync", StringComparison.Ordinal) => (TaskPattern.Sync2, rest.Length - 2),
            [.., var action] when action.EndsWith(".sync", StringComparison.Ordinal) => (TaskPattern.Sync, rest.Length - 1),
            [.., var action] when action.EndsWith(Waiting, StringComparison.Ordinal) => (TaskPattern.WaitForTaskToken, rest.Length - 1),
            _ => (TaskPattern.RequestResponse, rest.Length - 1),
        };
        return last > 0
            ? new(arn, TaskKind.Service, string.Join(':', rest[..last]), rest[last].Split('.')[0], pattern)
            : throw new FormatException($"'{arn}' lacks an action; write arn:aws:states:::service:action");
    }
}
