namespace Slipway.Domain.Rollouts;

/// <summary>How a request was answered; <paramref name="Status"/> is null when nothing answered, and <paramref name="Error"/> says why.</summary>
public sealed record SmokeResult(SmokeCheck Check, int? Status, TimeSpan Latency, string? Error);

/// <summary>Requests from outside against what was rolled out.</summary>
public interface ISmokeRequests
{
    Task<SmokeResult> SendAsync(SmokeCheck check, CancellationToken cancellationToken);
}
