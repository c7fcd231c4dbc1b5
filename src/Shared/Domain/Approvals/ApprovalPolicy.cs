namespace Slipway.Domain.Approvals;

/// <summary>Whether a release waits for people, who of them may decide, and how many must agree.</summary>
/// <param name="Approvers">People, or groups of them.</param>
public sealed record ApprovalPolicy(bool Required, IReadOnlyList<string> Approvers)
{
    public static readonly TimeSpan UsualTime = TimeSpan.FromDays(3);

    public static ApprovalPolicy None { get; } = new(Required: false, []);

    /// <summary>How many different people must agree.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The groups of which one must be among them each; their members may decide, too.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>After what time without enough of them the release is rejected.</summary>
    public TimeSpan Expires { get; init; } = UsualTime;

    /// <summary>How often they are reminded until then; null for never.</summary>
    public TimeSpan? Remind { get; init; }

    public bool Entitles(string person, IReadOnlyList<string> groups) =>
        Approvers.Contains(person) || Groups.Contains(person) || groups.Any(group => Approvers.Contains(group) || Groups.Contains(group));
}
