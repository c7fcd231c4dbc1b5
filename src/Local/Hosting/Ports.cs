using Microsoft.Extensions.DependencyInjection;
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
using Slipway.Local.Account;
using Slipway.Local.Records;

namespace Slipway.Local.Hosting;

/// <summary>Every port of the domain, answered by the embedded account.</summary>
internal static class Ports
{
    public static void Add(IServiceCollection services, SimulatedAccount account, AccountMemory memory, ISystemManifests manifests, LocalStateMachines stateMachines, LocalQueues queues) => services
        .AddSingleton<IImageRegistry>(account.Registry)
        .AddSingleton<ISignatures>(account.Signatures)
        .AddSingleton<IImageCopies>(account.Registry)
        .AddSingleton<IWorkloads>(account.Cluster)
        .AddSingleton<IPausedRollouts>(account.Cluster)
        .AddSingleton<IWorkloadTemplates>(account.Cluster)
        .AddSingleton<IJobs>(account.Jobs)
        .AddSingleton<IDatabases>(account.Databases)
        .AddSingleton<ISnapshots>(account.Databases.Copies)
        .AddSingleton<IDatabaseChanges>(account.Databases.Servers)
        .AddSingleton<ISmokeRequests>(account.Traffic)
        .AddSingleton<IAlarms>(account.Alarms)
        .AddSingleton<IMetrics>(account.Metrics)
        .AddSingleton<IQueueDepths>(account.Queues)
        .AddSingleton<IScalingTicks>(queues)
        .AddSingleton<IDeliveryQueue>(queues)
        .AddSingleton<ICanaries>(account.Cluster)
        .AddSingleton<ICapacity>(account.Quotas)
        .AddSingleton<INodeGroups>(account.NodeGroups)
        .AddSingleton<IWorkloadUsage>(account.Usages)
        .AddSingleton<ICosts>(account.Costs)
        .AddSingleton<IReports>(account.Reports)
        .AddSingleton<ISecrets>(account.Secrets)
        .AddSingleton<ISigningKeys>(account.SigningKeys)
        .AddSingleton<IChannels>(account.Channels)
        .AddSingleton<IButtonAnswers>(account.ButtonAnswers)
        .AddSingleton<IEvents>(account.ReleaseEvents)
        .AddSingleton<IReleases>(memory.Releases)
        .AddSingleton<ILeases>(memory.Leases)
        .AddSingleton<IPushes>(memory.Pushes)
        .AddSingleton<IGateWaits>(memory.GateWaits)
        .AddSingleton<ISweeps>(memory.Sweeps)
        .AddSingleton<IIncidents>(memory.Incidents)
        .AddSingleton<IInterventions>(memory.Interventions)
        .AddSingleton<IRestraints>(memory.Restraints)
        .AddSingleton<IOutbox>(memory.Outbox)
        .AddSingleton<IBreakers>(memory.Breakers)
        .AddSingleton<INoticeThreads>(memory.NoticeThreads)
        .AddSingleton<IScalingStates>(memory.ScalingStates)
        .AddSingleton<ILastKnownGood>(memory.LastKnownGoods)
        .AddSingleton<IKeptTemplates>(memory.KeptTemplates)
        .AddSingleton(manifests)
        .AddSingleton<IStateMachines>(stateMachines)
        .AddSingleton<IExecutionHistories>(stateMachines);
}
