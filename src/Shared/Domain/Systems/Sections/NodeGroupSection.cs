using Slipway.Domain.Scaling;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about the node groups of EKS whose number of nodes follows their pods.</summary>
internal static class NodeGroupSection
{
    private const double UsualTarget = 80;

    /// <summary>Slower than for replicas: whatever ran on a node that goes has to start again elsewhere.</summary>
    private static readonly ScalingPolicy Usual = new(
        [new(MetricKind.Requests, UsualTarget, MetricReading.PerReplica)],
        new(TimeSpan.Zero, [], PolicySelection.Max),
        new(TimeSpan.FromMinutes(10), [new(1, null, TimeSpan.FromMinutes(5))], PolicySelection.Max));

    private static MapShape Group { get; } = new("{nodes: {min: 2, max: 10}}",
    [
        May("group", Scalars.Text("my-nodes"), "What EKS calls it; without it, its name here."),
        Must("nodes", ServiceSection.Replicas, "How many nodes it may have. The group itself must allow as many."),
        May("scaling", ScalingSection.Shape, "What its nodes follow; without it, what their pods request: 80% of each node, one fewer at most every 5m once 10m agree."),
    ]);

    public static NamedShape Shape { get; } = new($"{{workers: {Group.Example}}}", Group);

    public static void Check(ManifestNode groups, ManifestNode document, Problems problems)
    {
        foreach (var group in groups.Entries)
        {
            var scaling = group.Value["scaling"];
            if (document["services"].Find(group.Key) is not null)
            {
                problems.Add(group.Value, $"{group.Key} is a service already; write another name here, such as {group.Key}-nodes with group: {group.Key}");
            }

            ServiceSection.CheckReplicas(group.Value["nodes"], problems);
            ScalingSection.Check(scaling, group.Value["nodes"], document["queues"], problems);
            if (scaling.Find("drain") is { } drain)
            {
                problems.Add(drain, "belongs to services; let the nodes follow what their pods request: metrics: [{metric: requests, target: 80%}]");
            }

            foreach (var metric in scaling["metrics"].Items.Where(metric => metric["metric"].Text is "cpu" or "memory"))
            {
                problems.Add(metric["metric"], $"belongs to services; a node is full by what its pods request, so write metric: requests instead of {metric["metric"].Text}");
            }
        }

        foreach (var same in groups.Entries.GroupBy(group => group.Value["group"].Text ?? group.Key).Where(same => same.Count() > 1))
        {
            problems.Add(same.Last().Value, $"is the node group {same.Key}, as nodeGroups.{same.First().Key} is; scale it once");
        }
    }

    public static IReadOnlyList<NodeGroup> Read(ManifestNode groups) =>
    [
        .. groups.Entries.Select(group => new NodeGroup
        {
            Name = new(group.Key),
            Group = group.Value["group"].Text ?? group.Key,
            Nodes = ServiceSection.ReadReplicas(group.Value["nodes"]),
            Scaling = ScalingSection.Read(group.Value["scaling"], Usual) ?? Usual,
        }),
    ];
}
