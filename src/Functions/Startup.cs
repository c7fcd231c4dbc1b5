using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Slipway.Functions.Approvals;
using Slipway.Functions.Images;
using Slipway.Functions.Interventions;
using Slipway.Functions.Notices;
using Slipway.Functions.Releases;
using Slipway.Functions.Remediation;
using Slipway.Functions.Rollouts;
using Slipway.Functions.Scaling;
using Slipway.Functions.Snapshots;
using Slipway.Functions.Systems;

[assembly: LambdaSerializer(typeof(Slipway.Functions.EventSerializer))]

namespace Slipway.Functions;

/// <summary>What every function is made of. The ports themselves are registered by whoever runs the functions.</summary>
[LambdaStartup]
public sealed class Startup
{
    public void ConfigureServices(IServiceCollection services)
    {
        var settings = Settings.FromEnvironment();
        AddFunctions(services, settings, TimeProvider.System, new JsonLines(StandardOutput(), TimeProvider.System));
        AwsPorts.Add(services, settings);
        HeadStart.Begin(services, settings);
    }

    /// <summary>Without what a console prepares for terminals: a thread for their signals.</summary>
    private static TextWriter StandardOutput() => TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });

    /// <summary>Registers everything but the ports. One logger is enough: a line says what happened, not which class noticed, and loggers by class take a tenth of a cold start.</summary>
    public static void AddFunctions(IServiceCollection services, Settings settings, TimeProvider clock, ILogger logger) => services
        .AddSingleton(logger)
        .AddSingleton(settings)
        .AddSingleton(clock)
        .AddSingleton<SystemCatalog>()
        .AddSingleton<Notifying>()
        .AddSingleton<Delivering>()
        .AddSingleton<ChannelBreakers>()
        .AddSingleton<ChannelThreads>()
        .AddSingleton<ReleaseReader>()
        .AddSingleton<ReleaseNotices>()
        .AddSingleton<Leaseholder>()
        .AddSingleton<Promotions>()
        .AddSingleton<Onward>()
        .AddSingleton<Companions>()
        .AddSingleton<Preflights>()
        .AddSingleton<Capacities>()
        .AddSingleton<SnapshotReadings>()
        .AddSingleton<Gates>()
        .AddSingleton<Quarantines>()
        .AddSingleton<Restraining>()
        .AddSingleton<Promoting>()
        .AddSingleton<Approving>()
        .AddSingleton<ApprovalNotices>()
        .AddSingleton<LinkPages>()
        .AddSingleton<ByButton>()
        .AddSingleton<SlackButtons>()
        .AddSingleton<WaitEnding>()
        .AddSingleton<Returns>()
        .AddSingleton<Configurations>()
        .AddSingleton<Retrying>()
        .AddSingleton<TurningBack>()
        .AddSingleton<TemplateChanges>()
        .AddSingleton<PausedRollouts>()
        .AddSingleton<Trials>()
        .AddSingleton<WorkloadChanges>()
        .AddSingleton<CanaryChanges>()
        .AddSingleton<VerificationReadings>()
        .AddSingleton<VerificationJobs>()
        .AddSingleton<CanaryReadings>()
        .AddSingleton<ImageDeclarations>()
        .AddSingleton<Migrations>()
        .AddSingleton<PushIntake>()
        .AddSingleton<SweepReports>()
        .AddSingleton<AlarmCatalog>()
        .AddSingleton<IncidentReader>()
        .AddSingleton<WorkerPauses>()
        .AddSingleton<ScalingReadings>()
        .AddSingleton<ScalingTargets>()
        .AddSingleton<ScaledReplicas>()
        .AddSingleton<ScalingEvaluation>();
}
