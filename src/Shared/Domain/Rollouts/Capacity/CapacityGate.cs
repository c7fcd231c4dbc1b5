using Slipway.Domain.Releases;

namespace Slipway.Domain.Rollouts.Capacity;

/// <summary>
/// Whether there is room for what a release brings up beside what runs, before anything is touched for it. Room that is there may be
/// taken by others a moment later: then the rollout finds out.
/// <list type="table">
/// <item><term>no quota limits it, and nodes grow</term><description>pass, unasked</description></item>
/// <item><term>quotas may not be listed, and nodes grow</term><description>pass, saying so</description></item>
/// <item><term>nodes are fixed and may not be listed</term><description>refuse: the manifest asks for it</description></item>
/// <item><term>it needs more than a quota allows in all</term><description>refuse at once, with the figure</description></item>
/// <item><term>its cluster cannot be asked now</term><description>wait a minute; refuse when that took too long</description></item>
/// <item><term>it needs more than a quota has left, or more than the nodes there are have room for, while another release changes the same services</term><description>pass: it waits for their leases, and is asked again then</description></item>
/// <item><term>the same, while one changes others of the environment</term><description>wait a minute, however long: it gives room back</description></item>
/// <item><term>the same, and none does</term><description>wait a minute; refuse, with the figure, when that took too long</description></item>
/// <item><term>otherwise</term><description>pass</description></item>
/// </list>
/// </summary>
public static class CapacityGate
{
    public const string Rule = "capacity";

    private static readonly TimeSpan Asked = TimeSpan.FromMinutes(1);

    public static Answer Decide(CapacityInputs inputs)
    {
        var answers = inputs.Places.Select(place => Decide(place, inputs)).ToList();
        return answers.FirstOrDefault(answer => answer.Kind == VerdictKind.Refuse)
            ?? answers.FirstOrDefault(answer => answer.Kind == VerdictKind.Wait)
            ?? new(VerdictKind.Pass, string.Join(" ", answers.Select(answer => answer.Reason))) { IsUnasked = answers.All(answer => answer.IsUnasked) };
    }

    private static Answer Decide(CapacityPlace place, CapacityInputs inputs) =>
        place.Unreachable is { } unreachable ? Later(inputs, unreachable.TrimEnd('.'))
        : place.UntoldNodes is { } untold ? Answer.Refuse($"{untold}; the manifest says that nodes are fixed, and what is not known does not pass.")
        : Never(place) is { } never ? Answer.Refuse(never)
        : Short(place) is { } isShort ? inputs.ChangedBy is { } other
            ? Answer.Pass($"{isShort}; {other} changes the same services now, and room is asked for again after it.")
            : Later(inputs, isShort)
        : Fits(place);

    private static Answer Later(CapacityInputs inputs, string reason) =>
        inputs.UnderWay is { } other ? Answer.Wait($"{reason}, while {other} is under way.", Asked)
        : inputs.Waited >= inputs.Within ? Answer.Refuse($"{reason}, after {inputs.Waited.Text()}; at most {inputs.Within.Text()} are waited for room.")
        : Answer.Wait($"{reason} ({inputs.Waited.Text()} of at most {inputs.Within.Text()}).", Asked);

    private static string? Never(CapacityPlace place) => Over(place, quota => quota.Hard) is not var (moment, quota) ? null
        : $"{Needs(place, moment, quota)}; the quota {quota.Quota} allows {Amount.Text(quota.Resource, quota.Hard)} in all: give it more, or let the release need less.";

    private static string? Short(CapacityPlace place) => Over(place, quota => quota.Hard - quota.Used) is var (moment, quota)
        ? $"{Needs(place, moment, quota)}; the quota {quota.Quota} has {Amount.Text(quota.Resource, Math.Max(0, quota.Hard - quota.Used))} left of {Amount.Text(quota.Resource, quota.Hard)}"
        : place.Nodes is { } nodes ? Nodeless(place, nodes) : null;

    private static string Needs(CapacityPlace place, CapacityMoment moment, QuotaLimit quota)
    {
        var pods = quota.Resource.StartsWith("requests.", StringComparison.Ordinal) || quota.Resource.StartsWith("limits.", StringComparison.Ordinal) ? moment.Pods.Sum(pods => pods.Count) : 0;
        return $"{place.Name}: {moment.Doing} needs {Amount.Text(quota.Resource, moment.Takes(quota.Resource))}{(pods > 1 ? $" for {pods} pods" : "")}";
    }

    /// <summary>The first time at which more is needed than there is of something.</summary>
    private static (CapacityMoment Moment, QuotaLimit Quota)? Over(CapacityPlace place, Func<QuotaLimit, double> room)
    {
        foreach (var moment in place.Moments)
        {
            foreach (var quota in place.Quotas.Where(quota => moment.Takes(quota.Resource) > 0 && Amount.IsMore(moment.Takes(quota.Resource), room(quota))))
            {
                return (moment, quota);
            }
        }

        return null;
    }

    private static string? Nodeless(CapacityPlace place, IReadOnlyList<NodeRoom> nodes)
    {
        foreach (var moment in place.Moments)
        {
            if (NodeFit.Missing(moment, nodes) is var (pods, without))
            {
                var asked = string.Join(" and ", pods.Each.OfNode().Where(asked => asked.Key != "pods" && asked.Value > 0).Select(asked => Amount.Text(asked.Key, asked.Value)));
                return $"{place.Name}: {moment.Doing} needs a node for {Pods(pods.Each, pods.Count)}{(asked.Length == 0 ? "" : $" of {asked}")}, and the nodes there are have room for {pods.Count - without}";
            }
        }

        return null;
    }

    private static Answer Fits(CapacityPlace place)
    {
        var untold = place.Untold is { } reason ? $"{reason}: not asked."
            : place.Scoped.Count > 0 ? $"No quota limits all pods of {place.Name}; {string.Join(", ", place.Scoped)}, for some of them, is not asked."
            : place.Serverless.Count > 0 ? $"AWS brings the nodes of {string.Join(", ", place.Serverless)} (Fargate): not asked."
            : $"No quota limits {place.Name}.";
        var room = place.Quotas.Select(quota => Left(place, quota)).Concat(place.Nodes is null ? [] : [$"nodes for {Most(place)}"]).ToList();
        return !place.IsLimited ? place.Untold is null && place.Serverless.Count == 0 ? Answer.Unasked(untold) : Answer.Pass(untold)
            : Answer.Pass((place.Moments.Count == 0 ? $"{place.Name}: what it brings takes the place of what runs."
                : room.Count == 0 ? $"{place.Name}: what it needs is not limited."
                : $"{place.Name} has room: {string.Join(", ", room)}.") + (place.Untold is null && place.Serverless.Count == 0 ? "" : $" {untold}"));
    }

    private static string Left(CapacityPlace place, QuotaLimit quota) =>
        $"{Amount.Text(quota.Resource, place.Moments.Max(moment => moment.Takes(quota.Resource)))} of {Amount.Text(quota.Resource, quota.Hard - quota.Used)} left";

    private static string Most(CapacityPlace place) => Pods(place.Moments[0].Pods[0].Each, place.Moments.Max(moment => moment.Pods.Sum(pods => pods.Count)));

    /// <summary>What ECS runs are tasks: they take no pod.</summary>
    private static string Pods(PodDemand each, int count) => $"{count} {(each.Takes.ContainsKey("pods") ? "pod" : "task")}{(count == 1 ? "" : "s")}";
}
