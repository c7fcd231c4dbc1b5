namespace Slipway.Tests.Coverage;

/// <summary>Why a requirement has no test here.</summary>
internal static class Uncovered
{
    private const string Provisioning = "set where the database or bucket is provisioned, which Slipway does not do";
    private const string Workload = "configuration of the workload itself, which Slipway leaves as it is";
    private const string Pipeline = "before the image is in the registry, where Slipway begins";
    private const string Drill = "restores are drilled by disaster recovery, which does not exist yet";

    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["CVH-16"] = Provisioning,
        ["ODE-58"] = Provisioning,
        ["ODE-59"] = Provisioning,
        ["CCP-27"] = Provisioning,
        ["CCP-29"] = Provisioning,
        ["ACP-42"] = Provisioning,
        ["ACP-46"] = Provisioning,
        ["DGT-10"] = Provisioning,
        ["DGT-52"] = Provisioning,
        ["CVH-32"] = Workload,
        ["CCP-44"] = Workload,
        ["DGT-32"] = Workload,
        ["CVH-40"] = Workload,
        ["CVH-41"] = "names in DNS are switched by people: the cutover of a manifest is kept and not acted on",
        ["ODE-16"] = Provisioning,
        ["ODE-17"] = "objects of a cluster are applied by their own tool; Slipway changes the images of those that are there",
        ["CCP-20"] = Workload,
        ["CCP-21"] = Workload,
        ["CCP-23"] = Workload,
        ["CCP-48"] = "in the code of the system itself",
        ["ACP-23"] = "infrastructure plans are applied by their own tool",
        ["DGT-13"] = Workload,
        ["DGT-14"] = Workload,
        ["DGT-16"] = Workload,
        ["CVH-35"] = Pipeline,
        ["CVH-37"] = "an alternative to Slipway, and it does not look for a second deployer",
        ["ACP-17"] = Pipeline,
        ["DGT-41"] = Pipeline,
        ["ODE-14"] = "infrastructure plans are applied by their own tool",
        ["CVH-59"] = Drill,
        ["DGT-54"] = Drill,
        ["DGT-86"] = "exports to S3 do not exist yet",
        ["ACP-01"] = "a move of a platform to AWS, done once and by people",
        ["DGT-94"] = "the move of DNS names to a new load balancer, done once and by people",
        ["DGT-90"] = "the first filling of a new database, done once; later migrations are CVH-42",
        ["CCP-31"] = "a job runs its scripts in their order by itself; that they may run twice is theirs",
        ["ACP-29"] = "who may reach an environment is IAM's; the manifest keeps it for people",
        ["CVH-15"] = Provisioning,
        ["DGT-09"] = Provisioning,
        ["DGT-66"] = Provisioning,
        ["DGT-65"] = "an instance class is raised by people, where the database is provisioned",
        ["ACP-04"] = "replicas have the limits of their manifest like all others; dead pods are replaced by Kubernetes itself",
        ["ACP-58"] = Workload,
        ["ACP-59"] = "what is added to a platform later, and by people",
        ["DGT-101"] = "a project's phases; the order of environments is DGT-91",
    };
}
