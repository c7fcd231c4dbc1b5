namespace Slipway.Domain.Rollouts;

/// <summary>How a request was answered; <paramref name="Status"/> is null when nothing answered, and <paramref name="Error"/> says why.</summary>
public sealed record SmokeResult(SmokeCheck Check, int? Status, TimeSpan Latency, string? Error)
{
    /// <summary>So much of an answer people are told.</summary>
    private const int Quoted = 80;

    /// <summary>Whether the text stood in the answer that the check asks for; null where it asks for none or nothing answered.</summary>
    public bool? Found { get; init; }

    /// <summary>The beginning of an answer without that text, in one line; null where the answer may repeat what the request said in confidence.</summary>
    public string? Excerpt { get; init; }

    /// <summary>The same with what an answer says to the check.</summary>
    /// <param name="body">The answer's body, as far as it was read.</param>
    public SmokeResult Answered(string body) => Check.Contains is not { } wanted ? this
        : body.Contains(wanted, StringComparison.Ordinal) ? this with { Found = true }
        : this with { Found = false, Excerpt = Check.Headers.Count > 0 || Check.Body is not null ? null : Line(body) };

    private static string Line(string body)
    {
        var line = string.Join(' ', new string([.. body.Take(8 * Quoted).Select(letter => char.IsControl(letter) ? ' ' : letter)]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= Quoted ? line : $"{line[..Quoted]}...";
    }
}

/// <summary>Requests from outside against what was rolled out.</summary>
public interface ISmokeRequests
{
    Task<SmokeResult> SendAsync(SmokeCheck check, CancellationToken cancellationToken);
}
