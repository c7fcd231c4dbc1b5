using System.Globalization;
using Slipway.Domain.Approvals;
using Slipway.Domain.Releases;

namespace Slipway.Domain.Gates;

/// <summary><paramref name="Approval"/> is null where nobody was asked; <paramref name="Authors"/> are the people who made the images, none when nobody knows.</summary>
public sealed record ApprovalInputs(ApprovalPolicy Policy, Approval? Approval, IReadOnlyList<string> Authors, DateTimeOffset Now);

/// <summary>
/// People let a release in. An approval counts once, before its expiry, from a person entitled to it who is not among the authors alone.
/// <list type="table">
/// <item><term>the manifest asks for none</term><description>pass</description></item>
/// <item><term>somebody entitled rejected it in time</term><description>refuse</description></item>
/// <item><term>as many people as asked for, one of each group, not the authors alone</term><description>pass, whenever it is asked</description></item>
/// <item><term>its time is up</term><description>refuse: what people must decide is not decided by default</description></item>
/// <item><term>otherwise</term><description>wait, until the next reminder or the end</description></item>
/// </list>
/// </summary>
public static class ApprovalGate
{
    public const string Rule = "approval";

    public static Answer Decide(ApprovalInputs inputs)
    {
        if (!inputs.Policy.Required)
        {
            return Answer.Unasked("The manifest asks for no approval.");
        }

        var approval = inputs.Approval ?? new(inputs.Now, inputs.Now + inputs.Policy.Expires);
        var said = approval.Counting(inputs.Policy);
        if (said.FirstOrDefault(decision => !decision.Approves) is { } no)
        {
            return Answer.Refuse($"{no.Person} rejected it: {no.Reason.TrimEnd('.')}.");
        }

        var missing = Missing(inputs, said);
        if (missing.Count == 0)
        {
            return Answer.Pass($"Approved by {string.Join(" and ", said.Select(decision => decision.Person))}: {string.Join("; ", said.Select(decision => decision.Reason.TrimEnd('.')))}.{(inputs.Authors.Count == 0 ? " The image does not say who made it." : "")}");
        }

        var standing = $"{said.Count} of {inputs.Policy.Count}{(said.Count == 0 ? "" : $": {string.Join(", ", said.Select(decision => decision.Person))}")}; {string.Join(", ", missing)}";
        return inputs.Now >= approval.ExpiresAt
            ? Answer.Refuse($"Not approved within {inputs.Policy.Expires.Text()} ({standing}): nothing is released without it.")
            : Answer.Wait($"Approved by {standing}; ends {Time(approval.ExpiresAt)} UTC.", approval.NextChange(inputs.Policy) - inputs.Now);
    }

    private static List<string> Missing(ApprovalInputs inputs, IReadOnlyList<Decision> said)
    {
        var missing = new List<string>();
        if (said.Count < inputs.Policy.Count)
        {
            missing.Add($"still missing {inputs.Policy.Count - said.Count} of {string.Join(", ", inputs.Policy.Approvers.Concat(inputs.Policy.Groups).Distinct())}");
        }

        missing.AddRange(inputs.Policy.Groups.Where(group => !said.Any(decision => decision.Person == group || decision.Groups.Contains(group))).Select(group => $"still missing one of {group}"));
        if (said.Count > 0 && said.All(decision => inputs.Authors.Contains(decision.Person)))
        {
            missing.Add("still missing somebody other than the author");
        }

        return missing;
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
