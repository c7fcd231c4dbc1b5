using Slipway.Domain.Approvals;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Pauses;
using Slipway.Domain.Systems;
using Slipway.Local.Hosting;

namespace Slipway.Benchmarks.Interleavings;

/// <summary>A small system with everything that can go wrong between pushes: three environments, two images, a database with a migration, and people who decide on production.</summary>
internal static class Shop
{
    public static readonly IReadOnlyList<string> Repositories = ["shop-api", "shop-web"];

    public static readonly SystemName Name = new("shop");

    public static readonly IReadOnlyList<EnvironmentName> Environments = [new("dev"), new("staging"), new("prod")];

    /// <summary>Where Slipway makes snapshots.</summary>
    public static readonly IReadOnlyList<EnvironmentName> WithSnapshots = [new("staging"), new("prod")];

    /// <summary>How people are known: two names of one, one who may not decide, and one whom nobody knows.</summary>
    public static readonly IReadOnlyList<string> Names = ["quinn", "quinn@shop.example.com", "pat", "sam", "robin", "mallory"];

    /// <summary>One word of anybody, or two words, one of them of the product's people.</summary>
    public static readonly IReadOnlyList<ApprovalPolicy> Approvals =
    [
        new(Required: true, ["qa", "product"]) { Expires = TimeSpan.FromHours(2) },
        new(Required: true, ["qa"]) { Expires = TimeSpan.FromHours(2), Count = 2, Groups = ["product"] },
    ];

    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Groups = new Dictionary<string, IReadOnlyList<string>>
    {
        ["quinn"] = ["qa"],
        ["sam"] = ["qa"],
        ["pat"] = ["product"],
        ["robin"] = [],
    };

    /// <summary>The installation's own topic: what nobody else takes is told there.</summary>
    public const string LastResort = "NOTICES_TOPIC_ARN";

    public static readonly IReadOnlyList<string> Channels = ["chat", "mail", "pager", LastResort];

    private static readonly PausePlace[] Hooks = [PausePlace.BeforeReplicas, PausePlace.BeforeTests, PausePlace.BeforeRequests, PausePlace.AfterRequests];

    private static readonly ManifestText[] Manifests = [.. Approvals.Select(Write)];

    public static ManifestText Manifest(ApprovalPolicy policy) => Manifests[policy == Approvals[0] ? 0 : 1];

    /// <summary>Pause hooks hold web in staging where ECS deploys it blue/green: at some of all places.</summary>
    public static void SetPauseHooks(Installation installation, ApprovalPolicy policy, Random chance)
    {
        if (policy == Approvals[0])
        {
            var staging = installation.Systems[0].Environment(Environments[1]);
            installation.Account.Cluster.SetPauseHooks(WorkloadAddress.Of(staging, staging.Service(new("web"))), [.. Hooks.Where(_ => chance.Next(2) == 0)]);
        }
    }

    private static ManifestText Write(ApprovalPolicy policy) => new("shop.yaml",
        """
        apiVersion: slipway/v1
        kind: System
        metadata: {name: shop}
        region: us-east-1
        environments:
          dev:
            cluster: shop-dev
            trigger: {ecrPush: {tags: ["*", "!hotfix-*"]}}
            overrides: {databases: {main: {identifier: shop-dev, backup: {snapshotBeforeDeploy: never}}}}
          staging:
            cluster: shop-staging
            promoteFrom: dev
            overrides: {databases: {main: {identifier: shop-staging, backup: {snapshotBeforeDeploy: major}}}STAGING}
          prod:
            cluster: shop-prod
            promoteFrom: staging
            soak: 10m
            approval: APPROVAL
        services:
          api:
            kind: Deployment
            workload: api
            container: api
            image: {repository: shop-api}
            replicas: {min: 1, max: 2}
          worker:
            kind: Deployment
            workload: worker
            container: worker
            image: {repository: shop-api}
            replicas: {min: 1, max: 2}
            dependsOn: [api]
          web:
            kind: WEB
            workload: web
            container: web
            image: {repository: shop-web}
            replicas: {min: 1, max: 2}
        jobs:
          migrate: {image: {repository: shop-api}, run: [migrate]}
        databases:
          main:
            identifier: shop
            engine: postgres
            backup: {keep: 1}
            migrations: {job: migrate}
        people:
          quinn: {ids: [quinn@shop.example.com], groups: [qa], email: quinn@shop.example.com}
          sam: {groups: [qa]}
          pat: {groups: [product], email: pat@shop.example.com}
          robin: {email: robin@shop.example.com}
        rollout:
          STRATEGY
          scan: {required: true, failOn: critical, within: 15m}
          verify:
            stableWithin: 5m
            bake: 1m
            smoke: [{url: https://api.shop.example.com/health}]
        notifications:
          channels:
            chat: {kind: slack, to: shop/slack, channel: C0123456789, fallback: mail}
            mail: {kind: email, to: team@shop.example.com}
            pager: {kind: pagerduty, to: shop/pagerduty, fallback: chat}
          routes: {critical: [pager, chat], warning: [chat], info: [chat, mail]}
        """.Replace("APPROVAL", Section(policy), StringComparison.Ordinal)
        .Replace("STAGING", policy.Count > 1 ? "" : ", rollout: {strategy: blueGreen, blueGreen: {preview: 30s, keep: 1m}, pauseHooks: {continuedBy: slipway}}", StringComparison.Ordinal)
        .Replace("WEB", policy.Count > 1 ? "Deployment" : "EcsService", StringComparison.Ordinal)
        .Replace("STRATEGY", Strategy(policy), StringComparison.Ordinal));

    /// <summary>Where two words are asked for, an image is tried as well before it replaces another; else staging is blue and green, of web by ECS itself.</summary>
    private static string Strategy(ApprovalPolicy policy) =>
        policy.Count > 1 ? "strategy: canary\n  canary: {steps: [{share: 30%, for: 1m}, {share: 60%, for: 1m}]}" : "strategy: rolling";

    private static string Section(ApprovalPolicy policy) =>
        $"{{mode: manual, approvers: [{string.Join(", ", policy.Approvers)}], groups: [{string.Join(", ", policy.Groups)}], count: {policy.Count}, expires: {policy.Expires.TotalHours}h, remind: 1h}}";
}
