namespace Slipway.Domain.Approvals;

/// <summary>A person, however IAM, Slack, e-mail or a commit knows her: two ids of one person are one person.</summary>
public sealed record Person(string Name, IReadOnlyList<string> Ids, IReadOnlyList<string> Groups, string? Email)
{
    /// <summary>Ids and addresses are compared without regard to case; of <c>Ann &lt;ann@example.com&gt;</c> the address counts.</summary>
    public bool IsKnownAs(string id)
    {
        var bare = Address(id);
        return Same(Name, bare) || Ids.Any(known => Same(known, bare)) || (Email is not null && Same(Email, bare));
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string Address(string id) => id.IndexOf('<', StringComparison.Ordinal) is >= 0 and var start && id.IndexOf('>', start) is >= 0 and var end ? id[(start + 1)..end] : id.Trim();
}

/// <summary>The people of a system. Where its manifest names none, every name stands for itself.</summary>
public sealed record People(IReadOnlyList<Person> All)
{
    public static People Unknown { get; } = new([]);

    /// <summary>Who is meant; null when the manifest knows people and not this one.</summary>
    public Person? Find(string id) =>
        All.FirstOrDefault(person => person.IsKnownAs(id)) ?? (All.Count == 0 && id.Trim().Length > 0 ? new(id.Trim(), [], [], null) : null);

    /// <summary>Those who may decide, in the manifest's order.</summary>
    public IReadOnlyList<Person> EntitledBy(ApprovalPolicy policy) => All.Count == 0
        ? [.. policy.Approvers.Concat(policy.Groups).Distinct(StringComparer.Ordinal).Select(name => new Person(name, [], [], null))]
        : [.. All.Where(person => policy.Entitles(person.Name, person.Groups))];

    /// <summary>The same people under one name each, for comparisons; an author whom nobody knows stays who he says he is.</summary>
    public IReadOnlyList<string> NamesOf(IReadOnlyList<string>? ids) => [.. (ids ?? []).Select(id => Find(id)?.Name ?? id).Distinct()];
}
