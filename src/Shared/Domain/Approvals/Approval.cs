namespace Slipway.Domain.Approvals;

/// <summary>What a person said of a release: who, when, from where and why.</summary>
/// <param name="Id">That of the request it came with: one that comes twice counts once.</param>
/// <param name="Groups">The person's groups at that time.</param>
/// <param name="Via">How it came: cli, page or slack.</param>
/// <param name="From">The machine or address that it came from.</param>
public sealed record Decision(string Id, string Person, IReadOnlyList<string> Groups, bool Approves, string Reason, DateTimeOffset At, string? Via, string? From);

/// <summary>What was asked of people about a release, and what they said.</summary>
public sealed record Approval(DateTimeOffset RequestedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>When people were told last; null until they are.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>How often they were told.</summary>
    public int Told { get; init; }

    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    /// <summary>Null where nobody is to be asked.</summary>
    public static Approval? Ask(ApprovalPolicy policy, DateTimeOffset now) => policy.Required ? new(now, now + policy.Expires) : null;

    /// <summary>Whether people must be told now: that they are asked, or again that they are.</summary>
    public bool IsToTell(ApprovalPolicy policy, DateTimeOffset now) => now < ExpiresAt && (ToldAt is not { } told || now >= told + policy.Remind);

    /// <summary>When something changes by itself: the next reminder or the end.</summary>
    public DateTimeOffset NextChange(ApprovalPolicy policy) => (ToldAt ?? RequestedAt) + policy.Remind is { } reminder && reminder < ExpiresAt ? reminder : ExpiresAt;

    /// <summary>The last word of every person who may decide, said in time, in the order in which they were said.</summary>
    public IReadOnlyList<Decision> Counting(ApprovalPolicy policy) =>
    [
        .. Decisions
            .Where(decision => decision.At >= RequestedAt && decision.At < ExpiresAt && policy.Entitles(decision.Person, decision.Groups))
            .GroupBy(decision => decision.Person, StringComparer.Ordinal)
            .Select(words => words.MaxBy(decision => decision.At)!)
            .OrderBy(decision => decision.At),
    ];
}
