using Slipway.Domain.Approvals;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about who must agree before a release enters an environment.</summary>
internal static class ApprovalSection
{
    private const int MostPeople = 20;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(14);

    public static MapShape Shape { get; } = new("{mode: manual, approvers: [release-managers]}",
    [
        Must("mode", Scalars.Choice("none", "manual"), "Whether a release waits for people."),
        May("approvers", new ListShape("[release-managers]", Scalars.Text("release-managers"), Distinct: true), "Who may decide: people, or groups of them; where the manifest has no people, each name is a person."),
        May("count", Scalars.Whole(1, MostPeople, "2"), "How many different people must agree; 1 unless said."),
        May("groups", new ListShape("[qa]", Scalars.Text("qa"), Distinct: true), "The groups of which one must be among them each."),
        May("expires", Scalars.Duration, "After what time without enough of them the release is rejected; 72h unless said, at most 336h."),
        May("remind", Scalars.Duration, "How often they are reminded until then; never unless said."),
    ]);

    public static void Check(ManifestNode approval, ManifestNode people, Problems problems)
    {
        if (approval["mode"].Text is not "manual")
        {
            return;
        }

        if (approval["approvers"] is AbsentNode or ListNode { Values.Count: 0 } && approval["groups"].Items.Count == 0)
        {
            problems.Add(approval["approvers"], "nobody could approve; write who may, such as approvers: [release-managers]");
            return;
        }

        if (approval["expires"].Duration is { } time && (time > Longest || time == TimeSpan.Zero))
        {
            problems.Add(approval["expires"], "write a time of at most 336h (14 days): what waits longer should be pushed again");
        }

        CheckPeople(approval, PeopleSection.Read(people), problems);
    }

    public static ApprovalPolicy Read(ManifestNode approval) => approval["mode"].Text is not "manual" ? ApprovalPolicy.None : new(Required: true, approval["approvers"].Texts)
    {
        Count = approval["count"].Whole ?? 1,
        Groups = approval["groups"].Texts,
        Expires = approval["expires"].Duration ?? ApprovalPolicy.UsualTime,
        Remind = approval["remind"].Duration,
    };

    /// <summary>Every name leads to somebody, and there are enough of them.</summary>
    private static void CheckPeople(ManifestNode approval, People people, Problems problems)
    {
        var groups = people.All.SelectMany(person => person.Groups).Distinct().ToList();
        List<string> known = [.. people.All.Select(person => person.Name), .. groups];
        foreach (var name in approval["approvers"].Items.Where(name => known.Count > 0 && name.Text is { } text && !known.Contains(text)))
        {
            problems.Add(name, $"people has no '{name.Text}', neither a person nor a group; {Suggestion.For(name.Text!, known, "it has")}");
        }

        foreach (var group in approval["groups"].Items.Where(group => known.Count > 0 && group.Text is { } text && !groups.Contains(text)))
        {
            problems.Add(group, $"nobody in people is in a group '{group.Text}'; {Suggestion.For(group.Text!, groups, "the groups are")}");
        }

        var policy = Read(approval);
        var entitled = people.EntitledBy(policy).Count;
        if (approval["count"].Whole is { } count && entitled < count)
        {
            problems.Add(approval["count"], $"asks for {count} people and only {entitled} may decide; lower it or name more approvers");
        }
    }
}
