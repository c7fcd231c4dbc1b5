namespace Slipway.Local.StepFunctions.Paths;

/// <summary>
/// Why a state could not do its work. <see cref="ErrorNames.Runtime"/> ends the execution and is neither retried nor caught;
/// every other name may be.
/// </summary>
internal sealed class StateFailure(string? error, string? cause, bool namesState = false, string? alsoKnownAs = null) : Exception
{
    public string? Error => error;

    public string? Cause => cause;

    /// <summary>Whether the cause is to be led by the sentence that names the state and its entry.</summary>
    public bool NamesState => namesState;

    /// <summary>A second name that Retry and Catch may use: a missed heartbeat is reported as a timeout.</summary>
    public string? AlsoKnownAs => alsoKnownAs;

    public bool IsTerminal => error == ErrorNames.Runtime;

    public static StateFailure Runtime(string cause) => new(ErrorNames.Runtime, cause, namesState: true);

    public StateFailure Naming(string state, int enteredEventId) => namesState
        ? new(error, $"An error occurred while executing the state '{state}' (entered at the event id #{enteredEventId}). {cause}", false, alsoKnownAs)
        : this;
}

/// <summary>The error names that the States Language itself raises.</summary>
internal static class ErrorNames
{
    public const string All = "States.ALL";
    public const string Runtime = "States.Runtime";
    public const string TaskFailed = "States.TaskFailed";
    public const string Timeout = "States.Timeout";
    public const string HeartbeatTimeout = "States.HeartbeatTimeout";
    public const string DataLimitExceeded = "States.DataLimitExceeded";
    public const string IntrinsicFailure = "States.IntrinsicFailure";
    public const string ResultPathMatchFailure = "States.ResultPathMatchFailure";
    public const string ExceedToleratedFailureThreshold = "States.ExceedToleratedFailureThreshold";
}
