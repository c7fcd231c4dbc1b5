using Microsoft.Extensions.DependencyInjection;
using Slipway.Aws;
using Slipway.Aws.Access;
using Slipway.Aws.Costs;
using Slipway.Aws.Databases;
using Slipway.Aws.Ecs;
using Slipway.Aws.Executions;
using Slipway.Aws.Kubernetes;
using Slipway.Aws.Kubernetes.Clusters;
using Slipway.Aws.Monitoring;
using Slipway.Aws.Notices;
using Slipway.Aws.Queues;
using Slipway.Aws.Records;
using Slipway.Aws.Redis;
using Slipway.Aws.Registries;
using Slipway.Aws.Registries.Ecr;
using Slipway.Aws.Secrets;
using Slipway.Aws.Storage;
using Slipway.Domain.Approvals;
using Slipway.Domain.Costs;
using Slipway.Domain.Executions;
using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Metrics;
using Slipway.Domain.Notifications;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Restraints;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Rollouts.Capacity;
using Slipway.Domain.Rollouts.Pauses;
using Slipway.Domain.Rollouts.Templates;
using Slipway.Domain.Scaling;
using Slipway.Domain.Scaling.Nodes;
using Slipway.Domain.Signatures;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;

namespace Slipway.Functions;

/// <summary>Every port of the domain, answered by AWS. What a function does not use is not made.</summary>
public static class AwsPorts
{
    private static readonly TimeSpan RedisTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SmokeTimeout = TimeSpan.FromSeconds(5);

    /// <param name="access">How AWS is reached; null for what the region of the settings and the SDK's own chain say.</param>
    public static void Add(IServiceCollection services, Settings settings, AwsOptions? access = null)
    {
        services.AddSingleton(_ => new AwsClients(access ?? new(settings.Region)));
        AddRecords(services, settings);
        AddImages(services);
        AddWorkloads(services);
        AddNotices(services, settings);
        services
            .AddSingleton<ISystemManifests>(made => new S3Manifests(made.GetRequiredService<AwsClients>(), settings.ManifestsBucket))
            .AddSingleton<IReports>(made => new S3Reports(made.GetRequiredService<AwsClients>(), settings.ReportsBucket))
            .AddSingleton<ISecrets, SecretsManagerSecrets>()
            .AddSingleton<ISigningKeys, KmsSigningKeys>()
            .AddSingleton<IDatabases, RdsDatabases>()
            .AddSingleton<ISnapshots, RdsSnapshots>()
            .AddSingleton<IDatabaseChanges, RdsDatabaseChanges>()
            .AddSingleton<IAlarms, CloudWatchAlarms>()
            .AddSingleton<IMetrics, CloudWatchMetrics>()
            .AddSingleton<ICosts, CostExplorerCosts>()
            .AddSingleton<IStateMachines, StepFunctionsStateMachines>()
            .AddSingleton<IExecutionHistories, StepFunctionsHistories>()
            .AddSingleton<ISmokeRequests>(made => new HttpSmokeRequests(made.GetRequiredService<TimeProvider>(), SmokeTimeout))
            .AddSingleton<IScalingTicks>(made => new SqsScalingTicks(made.GetRequiredService<AwsClients>(), settings.ScalingTicksUrl))
            .AddSingleton<SqsQueueDepths>()
            .AddSingleton<IQueueDepths>(made => new QueueDepths(
                made.GetRequiredService<SqsQueueDepths>(), new RedisQueueDepths(made.GetRequiredService<ISecrets>(), made.GetRequiredService<TimeProvider>(), RedisTimeout)));
    }

    private static void AddRecords(IServiceCollection services, Settings settings) => services
        .AddSingleton(made => new DynamoTable(made.GetRequiredService<AwsClients>(), settings.TableName, settings.Instance))
        .AddSingleton<IReleases, DynamoReleases>()
        .AddSingleton<ILeases, DynamoLeases>()
        .AddSingleton<IPushes, DynamoPushes>()
        .AddSingleton<IGateWaits, DynamoGateWaits>()
        .AddSingleton<ISweeps, DynamoSweeps>()
        .AddSingleton<IIncidents, DynamoIncidents>()
        .AddSingleton<IInterventions, DynamoInterventions>()
        .AddSingleton<IRestraints, DynamoRestraints>()
        .AddSingleton<IScalingStates, DynamoScalingStates>()
        .AddSingleton<IOutbox, DynamoOutbox>()
        .AddSingleton<IBreakers, DynamoBreakers>()
        .AddSingleton<INoticeThreads, DynamoNoticeThreads>()
        .AddSingleton<ILastKnownGood, DynamoLastKnownGoods>()
        .AddSingleton<IKeptTemplates, DynamoKeptTemplates>();

    private static void AddImages(IServiceCollection services) => services
        .AddSingleton<EcrLogin>()
        .AddSingleton<IImageRegistry, EcrImageRegistry>()
        .AddSingleton(made => new OciRegistries(
            OciRegistries.CreateClient(), made.GetRequiredService<EcrLogin>().AuthorizeAsync, made.GetRequiredService<TimeProvider>(), Jitter))
        .AddSingleton<ISignatures, OciSignatures>()
        .AddSingleton<IImageCopies, OciImageCopies>();

    private static void AddWorkloads(IServiceCollection services) => services
        .AddSingleton<EksClusters>()
        .AddSingleton(made => new KubernetesClusters(made.GetRequiredService<EksClusters>().FindAsync, made.GetRequiredService<TimeProvider>(), Jitter))
        .AddSingleton<KubernetesWorkloads>()
        .AddSingleton<KubernetesJobs>()
        .AddSingleton<EcsWorkloads>()
        .AddSingleton<IPausedRollouts, EcsPausedRollouts>()
        .AddSingleton<EcsJobs>()
        .AddSingleton<KubernetesWorkloadUsage>()
        .AddSingleton<EcsWorkloadUsage>()
        .AddSingleton<KubernetesCanaries>()
        .AddSingleton<EcsCanaries>()
        .AddSingleton<ICanaries>(made => new Canaries(made.GetRequiredService<KubernetesCanaries>(), made.GetRequiredService<EcsCanaries>()))
        .AddSingleton<KubernetesCapacity>()
        .AddSingleton<EcsCapacity>()
        .AddSingleton<ICapacity>(made => new Capacity(made.GetRequiredService<KubernetesCapacity>(), made.GetRequiredService<EcsCapacity>()))
        .AddSingleton<INodeGroups, EksNodeGroups>()
        .AddSingleton<IWorkloadUsage>(made => new WorkloadUsage(made.GetRequiredService<KubernetesWorkloadUsage>(), made.GetRequiredService<EcsWorkloadUsage>()))
        .AddSingleton<IWorkloads>(made => new Workloads(made.GetRequiredService<KubernetesWorkloads>(), made.GetRequiredService<EcsWorkloads>()))
        .AddSingleton<KubernetesTemplates>()
        .AddSingleton<EcsTemplates>()
        .AddSingleton<IWorkloadTemplates>(made => new WorkloadTemplates(made.GetRequiredService<KubernetesTemplates>(), made.GetRequiredService<EcsTemplates>()))
        .AddSingleton<IJobs>(made => new Jobs(made.GetRequiredService<KubernetesJobs>(), made.GetRequiredService<EcsJobs>()));

    private static void AddNotices(IServiceCollection services, Settings settings) => services
        .AddSingleton(_ => new NoticeOptions(settings.AccountId, settings.NoticeSender, settings.NoticeFallbackRegion))
        .AddSingleton<SnsNotifications>()
        .AddSingleton<SesNotifications>()
        .AddSingleton(made => new HttpNotifications(HttpNotifications.CreateClient(), made.GetRequiredService<ISecrets>(), made.GetRequiredService<TimeProvider>()))
        .AddSingleton(made => new SlackBot(HttpNotifications.CreateClient(), made.GetRequiredService<ISecrets>()))
        .AddSingleton<IChannels, Channels>()
        .AddSingleton<IButtonAnswers>(_ => new SlackAnswers(HttpNotifications.CreateClient()))
        .AddSingleton<IDeliveryQueue>(made => new SqsDeliveryQueue(made.GetRequiredService<AwsClients>(), settings.DeliveriesUrl))
        .AddSingleton<IEvents, EventBridgeEvents>();

#pragma warning disable RS0030 // Retries of many processes must not fall together: here chance is wanted, and decides nothing else.
    private static double Jitter() => Random.Shared.NextDouble();
#pragma warning restore RS0030
}
