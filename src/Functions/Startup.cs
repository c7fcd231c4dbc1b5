using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Slipway.Functions.Images;
using Slipway.Functions.Interventions;
using Slipway.Functions.Releases;
using Slipway.Functions.Remediation;
using Slipway.Functions.Rollouts;
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
        services.AddLogging(logging => logging.AddProvider(new JsonLines(Console.Out, TimeProvider.System)));
        AddFunctions(services, settings, TimeProvider.System);
        AwsPorts.Add(services, settings);
    }

    /// <summary>Registers everything but the ports.</summary>
    public static void AddFunctions(IServiceCollection services, Settings settings, TimeProvider clock) => services
        .AddLogging()
        .AddSingleton(settings)
        .AddSingleton(clock)
        .AddSingleton<SystemCatalog>()
        .AddSingleton<ReleaseReader>()
        .AddSingleton<ReleaseNotices>()
        .AddSingleton<Leaseholder>()
        .AddSingleton<Promotions>()
        .AddSingleton<Preflights>()
        .AddSingleton<SnapshotReadings>()
        .AddSingleton<Gates>()
        .AddSingleton<Quarantines>()
        .AddSingleton<Restraining>()
        .AddSingleton<Promoting>()
        .AddSingleton<TurningBack>()
        .AddSingleton<WorkloadChanges>()
        .AddSingleton(ImageDeclarations.None)
        .AddSingleton<Migrations>()
        .AddSingleton<PushIntake>()
        .AddSingleton<AlarmCatalog>()
        .AddSingleton<IncidentReader>()
        .AddSingleton<WorkerPauses>();
}
