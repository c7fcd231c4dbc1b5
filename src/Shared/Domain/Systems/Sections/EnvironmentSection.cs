using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about its environments and how releases come to them.</summary>
internal static class EnvironmentSection
{
    private static MapShape Trigger { get; } = new("{ecrPush: {tags: [\"*\"]}}",
    [
        May("ecrPush", new MapShape("{tags: [\"*\"]}",
        [
            Must("tags", new ListShape("[\"*\", \"!latest\"]", Scalars.Tag, Distinct: true),
                "The tags whose pushes enter: a match lets in, a match with a leading ! takes out again, the last one counts."),
        ]), "Pushes to ECR that enter here."),
        .. KeptKeys.Trigger,
    ]);

    private static readonly Words<PromoteWhen> Whens = new(("all", PromoteWhen.All), ("any", PromoteWhen.Any));

    private static ListShape WindowList { get; } = new("[mon-fri 09:00-17:00]", Scalars.Window, Distinct: true);

    private static MapShape Windows { get; } = new("{timezone: Europe/Berlin, open: [mon-fri 09:00-17:00]}",
    [
        Must("timezone", Scalars.TimeZone, "The clock that the hours are on."),
        May("open", WindowList, "When releases may begin; without it always but when closed."),
        May("closed", WindowList, "When they may not, whatever is open."),
    ]);

    /// <summary>The sections that an environment may change.</summary>
    private static MapShape Changes { get; } = new("{services: {api: {replicas: {min: 1}}}}",
    [
        May("services", new PartShape(ServiceSection.Shape), "What differs in services."),
        May("nodeGroups", new PartShape(NodeGroupSection.Shape), "What differs in node groups."),
        May("jobs", new PartShape(JobSection.Shape), "What differs in jobs."),
        May("databases", new PartShape(DatabaseSection.Shape), "What differs in databases."),
        May("queues", new PartShape(QueueSection.Shape), "What differs in queues."),
        May("rollout", new PartShape(RolloutSection.Shape), "What differs in the rollout."),
        May("alarms", new PartShape(AlarmSection.Shape), "What differs in alarms."),
    ]);

    private static MapShape Environment { get; } = new("{cluster: my-cluster, trigger: {ecrPush: {tags: [\"*\"]}}}",
    [
        Must("cluster", Scalars.Text("my-cluster"), "The EKS or ECS cluster."),
        May("region", SystemSection.Region, "The environment's region; without it, the system's."),
        May("role", Scalars.Pattern("the ARN of a role", "arn:aws:iam::111122223333:role/slipway", "^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$"), "The role to assume in the environment's account; without it, Slipway's own account."),
        May("registry", Scalars.Pattern("a registry", "111122223333.dkr.ecr.us-east-1.amazonaws.com", "^[A-Za-z0-9.-]+(:[0-9]+)?$"), "The registry that the cluster pulls from, when it isn't the one of the push: images are copied there by digest."),
        May("namespace", Scalars.Name, "The Kubernetes namespace; without it, the system's name."),
        May("promoteFrom", new OneOrMoreShape(new("[staging]", Scalars.NameIn("environments", "staging"), Filled: true, Distinct: true)), "The environment, or the environments, whose verified images come here."),
        May("promoteWhen", Whens.Shape, "Of several environments before, whether an image must be verified in all (unless said otherwise) or in any."),
        May("soak", Scalars.Duration, "How long an image must have been verified there before it comes here."),
        May("windows", Windows, "When releases may begin here; without it at any time."),
        May("trigger", Trigger, "What lets images enter here."),
        May("approval", ApprovalSection.Shape, "Who must agree before a release enters."),
        May("overrides", Changes, "What is different here: maps are merged key by key, everything else is replaced."),
        .. KeptKeys.Environment,
    ]);

    public static NamedShape Shape { get; } = new($"{{production: {Environment.Example}}}", Environment, Filled: true);

    /// <summary>Every environment after the one it is promoted from.</summary>
    public static Sequence Order(ManifestNode environments) =>
        new(environments.Entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value["promoteFrom"].OneOrMore)));

    public static void Check(ManifestNode document, Problems problems)
    {
        var environments = document["environments"];
        foreach (var cycle in Order(environments).Cycles)
        {
            problems.Add(environments[cycle[^2]]["promoteFrom"], $"{string.Join(" → ", cycle)} is a circle that no image enters; begin the chain with trigger: {Trigger.Example}");
        }

        foreach (var environment in environments.Entries.Where(entry => entry.Value is MapNode))
        {
            CheckEntrance(environment.Value, problems);
            ApprovalSection.Check(environment.Value["approval"], document["people"], problems);
        }
    }

    public static EnvironmentManifest Read(string name, string system, ManifestNode document)
    {
        var environment = document["environments"][name];
        return new()
        {
            Name = new(name),
            Location = new(environment["region"].Text ?? document["region"].Text ?? "", environment["role"].Text),
            Registry = environment["registry"].Text,
            Cluster = environment["cluster"].Text ?? "",
            Namespace = environment["namespace"].Text ?? system,
            PromoteFrom = [.. environment["promoteFrom"].OneOrMore.Select(from => new EnvironmentName(from))],
            PromoteWhen = Whens.Find(environment["promoteWhen"].Text) ?? PromoteWhen.All,
            Soak = environment["soak"].Duration ?? TimeSpan.Zero,
            Windows = environment["windows"] is MapNode windows ? new(windows["timezone"].Text ?? "", windows["open"].Texts, windows["closed"].Texts) : null,
            AcceptedTags = environment["trigger"]["ecrPush"]["tags"].Texts,
            Approval = ApprovalSection.Read(environment["approval"]),
            Rollout = RolloutSection.Read(document["rollout"]),
            Services = ServiceSection.Read(document["services"]),
            NodeGroups = NodeGroupSection.Read(document["nodeGroups"]),
            Jobs = JobSection.Read(document["jobs"]),
            Databases = DatabaseSection.Read(document["databases"], document["services"]),
            Queues = QueueSection.Read(document),
            Alarms = AlarmSection.Read(document),
            Budget = BudgetSection.Read(document["budget"], name),
        };
    }

    private static void CheckEntrance(ManifestNode environment, Problems problems)
    {
        var tags = environment["trigger"]["ecrPush"]["tags"];
        if (environment.Find("promoteFrom") is null && environment["trigger"].Find("ecrPush") is null)
        {
            problems.Add(environment, $"no image ever enters here; write promoteFrom: <environment> or trigger: {Trigger.Example}");
        }
        else if (tags is ListNode && tags.Texts.All(tag => tag.StartsWith('!')))
        {
            problems.Add(tags, "lets no tag in; begin with a pattern that does, such as \"*\"");
        }
    }
}
