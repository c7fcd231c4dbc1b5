using Slipway.Domain.Systems;
using Slipway.Functions.Systems;

namespace Slipway.Tests.Functions.Systems;

/// <summary>A small manifest that uses every section, and ways to break it.</summary>
internal static class Sample
{
    public const string Text = """
        apiVersion: slipway/v1
        kind: System
        metadata: {name: shop}
        region: us-east-1
        environments:
          staging:
            cluster: shop-staging
            trigger: {ecrPush: {tags: ["*", "!latest"]}}
            overrides:
              databases:
                main: {identifier: shop-staging}
          production:
            cluster: shop-production
            promoteFrom: staging
            approval: {mode: manual, approvers: [leads]}
        services:
          api:
            kind: Deployment
            image: {repository: shop-api}
            replicas: {min: 2, desired: 3, max: 6}
          worker:
            kind: Deployment
            image: {repository: shop-worker}
            replicas: {min: 1, max: 4}
            dependsOn: [api]
            scaling:
              metrics:
                - {metric: queueDepth, queue: jobs, target: 100, as: total}
              scaleUp: {policies: [{percent: 100, period: 30s}]}
              scaleDown: {policies: [{pods: 1, period: 60s}]}
        jobs:
          migrate: {image: {repository: shop-api}, run: [migrate]}
        databases:
          main: {identifier: shop, engine: postgres, class: db.t3.medium, storage: {size: 100Gi}, migrations: {job: migrate}}
        queues:
          jobs: {kind: sqs, consumer: services.worker}
        rollout:
          scan: {within: 15m}
          verify: {bake: 5m, smoke: [{url: https://shop.example.com/health}]}
        alarms:
          api-cpu:
            watch: services.api
            namespace: AWS/ECS
            metric: CPUUtilization
            statistic: Average
            above: 80%
            period: 1m
            for: 5m
            remediate: [{action: rollback, ifDeployedWithin: 30m}, {action: scaleOut, upTo: 6}]
          db-storage:
            watch: databases.main
            namespace: AWS/RDS
            metric: FreeStorageSpace
            statistic: Minimum
            below: 20%
            of: storage.size
        notifications:
          channels: {oncall: {kind: sns, to: shop-oncall}}
          routes: {critical: [oncall]}
        budget:
          currency: USD
          environments:
            production: {lines: [{component: rds, monthly: 140}]}
        """;

    public static ManifestReading Load(string text) => YamlManifest.Load(new("shop.yaml", text));

    /// <summary>The sample with one thing written differently; a replacement that changes nothing is a mistake of the test.</summary>
    public static string With(string written, string instead)
    {
        Assert.Contains(written, Text, StringComparison.Ordinal);
        var at = Text.IndexOf(written, StringComparison.Ordinal);
        return string.Concat(Text.AsSpan(0, at), instead, Text.AsSpan(at + written.Length));
    }

    public static IReadOnlyList<string> Problems(string text) => [.. Load(text).Problems.Select(problem => problem.ToString())];
}
