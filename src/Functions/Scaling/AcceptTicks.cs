using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Microsoft.Extensions.Logging;
using Slipway.Domain.Restraints;
using Slipway.Domain.Systems;
using Slipway.Functions.Remediation;

namespace Slipway.Functions.Scaling;

/// <summary>
/// One tick: looks at everything that scales, side by side, each with its own patience, so that none delays another. Several ticks at
/// once are one. An alarm that went off is a tick for its system at once.
/// </summary>
public sealed class AcceptTicks(ScalingTargets targets, AlarmCatalog alarms, ScalingEvaluation evaluation, IRestraints restraints, TimeProvider clock, ILogger logger)
{
    [LambdaFunction]
    public async Task<SQSBatchResponse> AcceptTicksAsync(SQSEvent batch, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var meant = new Dictionary<string, SystemName?>(StringComparer.Ordinal);
        var answer = await Batch.EachAsync(batch, logger, async message =>
        {
            var alarm = AlarmEvent.Read(message.MessageId, message.Body);
            var known = alarm.Problem is null ? await alarms.FindAsync(alarm.AlarmName, deadline.Token) : null;
            if (known is not null || alarm.Problem is not null)
            {
                meant[known?.System.Name.Value ?? ""] = known?.System.Name;
            }
        });
        var systems = meant.ContainsKey("") ? [null] : meant.Values.ToList();
        IReadOnlyList<Restraint> standing = [.. await restraints.ListAsync(RestraintKind.Freeze, deadline.Token), .. await restraints.ListAsync(RestraintKind.Pause, deadline.Token)];
        var all = new List<ScalingTarget>();
        foreach (var system in systems)
        {
            all.AddRange(await targets.ListAsync(system, deadline.Token));
        }

        await Task.WhenAll(all.Select(target => evaluation.RunAsync(target, standing, deadline.Token)));
        return answer;
    }
}
