using Slipway.Domain.Systems;

namespace Slipway.Benchmarks.Interleavings;

/// <summary>A small system with everything that can go wrong between pushes: three environments, two images, a database with a migration.</summary>
internal static class Shop
{
    public static readonly IReadOnlyList<string> Repositories = ["shop-api", "shop-web"];

    public static readonly SystemName Name = new("shop");

    public static readonly IReadOnlyList<EnvironmentName> Environments = [new("dev"), new("staging"), new("prod")];

    public static ManifestText Manifest { get; } = new("shop.yaml",
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
            overrides: {databases: {main: {identifier: shop-staging, backup: {snapshotBeforeDeploy: major}}}}
          prod:
            cluster: shop-prod
            promoteFrom: staging
            soak: 10m
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
            kind: Deployment
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
            migrations: {job: migrate}
        rollout:
          scan: {required: true, failOn: critical, within: 15m}
          verify:
            stableWithin: 5m
            bake: 1m
            smoke: [{url: https://api.shop.example.com/health}]
        """);
}
