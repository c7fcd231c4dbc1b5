using System.Text.Json;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Functions;
using Slipway.Local.Events;
using Slipway.Local.Hosting;
using Slipway.Local.Templates;

namespace Slipway.Cli.Invocations;

/// <summary>One function of this checkout on AWS, or on an emulator that AWS_ENDPOINT_URL names, with the credentials of this terminal.</summary>
internal static class AwsInvocation
{
    private const string Everybody = "Parameters";

    /// <summary>Lambda sets this one for every process; here it is made up.</summary>
    private const string Instance = "AWS_LAMBDA_LOG_STREAM_NAME";

    public static async Task<FunctionOutcome> RunAsync(FunctionResource function, string payload, IReadOnlyDictionary<string, string> variables)
    {
        var clock = TimeProvider.System;
        var started = clock.GetUtcNow();
        var id = $"{Environment.MachineName}-{Environment.ProcessId}-{started.Ticks}";
        var settings = Settings.From(new Dictionary<string, string>(variables) { [Instance] = id });
        await using var process = new FunctionProcess(FunctionCatalog.Of(function), settings, clock, services => AwsPorts.Add(services, settings));
        try
        {
            return new(await process.RunAsync(payload, new InvocationContext(function, id, () => started + function.Timeout - clock.GetUtcNow())), null);
        }
#pragma warning disable CA1031 // Whatever a function throws, Lambda tells by its name and message.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return new(null, new FunctionError(failure.GetType().Name, failure.Message));
        }
    }

    /// <summary>Who the credentials of this terminal are.</summary>
    public static async Task<string> CallerAsync(IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        try
        {
            return await Caller.NameAsync(new AwsClients(new(Settings.From(new Dictionary<string, string>(variables) { [Instance] = Environment.MachineName }).Region)), cancellationToken);
        }
        catch (Exception failure) when (failure is RejectedException or UnavailableException)
        {
            throw new RefusalException(failure.Message, ExitCode.Failed);
        }
    }

    /// <summary>The variables of a file as `sam local invoke --env-vars` takes it: those under "Parameters" for every function, and those under the function's own name.</summary>
    public static IReadOnlyDictionary<string, string> ReadVariables(string text, string file, string function)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(text);
            foreach (var section in new[] { Everybody, function })
            {
                if (document.RootElement.TryGetProperty(section, out var entries))
                {
                    foreach (var entry in entries.EnumerateObject())
                    {
                        variables[entry.Name] = entry.Value.ToString();
                    }
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new RefusalException($"{file} is no file of variables: write {{\"{Everybody}\": {{\"TABLE_NAME\": \"slipway-records\"}}}}.");
        }

        return variables;
    }
}
