namespace Slipway.Domain;

/// <summary>The request can never succeed as it stands: state machines do not retry it. The message says what to change.</summary>
public sealed class RejectedException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Somebody else changed the record or holds the lease: reload, decide again, retry.</summary>
public sealed class ConflictException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>A service did not answer, throttled or is still busy: back off and retry.</summary>
public sealed class UnavailableException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>After what time the service wants to be asked again; null where it said nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
