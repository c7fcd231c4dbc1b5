using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Slipway.Aws.Access;
using Slipway.Aws.Records;
using Slipway.Functions.Images;
using Slipway.Functions.Remediation;

namespace Slipway.Functions;

/// <summary>
/// Opens the table while Lambda still hands out the first event: until then a function has whole processors, after it only the
/// share that its memory buys. OpenSSL, which signatures need, takes as long to load as everything else, and a thread of its own.
/// For the functions that events begin with; the others follow each other, and are seldom cold.
/// </summary>
internal static class HeadStart
{
    private static readonly Type[] Intakes = [typeof(AcceptRegistryEvents), typeof(AcceptAlarms)];

    public static void Begin(IServiceCollection services, Settings settings)
    {
        if (services.Any(service => Intakes.Contains(service.ServiceType)))
        {
            var clients = new AwsClients(new(settings.Region));
            var table = new DynamoTable(clients, settings.TableName, settings.Instance);
            services.AddSingleton(clients).AddSingleton(table);
            _ = Task.Run(table.WarmAsync);
            _ = Task.Factory.StartNew(static () => SHA256.HashData([]), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }
}
