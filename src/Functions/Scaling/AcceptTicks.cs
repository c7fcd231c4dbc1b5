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
        var isForAll = false;
        var meant = new HashSet<SystemName>();
        var answer = await Batch.EachAsync(batch, logger, async message =>
        {
            var alarm = AlarmEvent.Read(message.MessageId, message.Body);
            if (alarm.Problem is not null)
            {
                isForAll = true;
            }
            else if (await alarms.FindAsync(alarm.AlarmName, deadline.Token) is { } known)
            {
                meant.Add(known.System.Name);
            }
        });
        IReadOnlyList<Restraint> standing = [.. await restraints.ListAsync(RestraintKind.Freeze, deadline.Token), .. await restraints.ListAsync(RestraintKind.Pause, deadline.Token)];
        var due = (await targets.ListAsync(deadline.Token)).Where(target => isForAll || meant.Contains(target.System.Name));
        await Task.WhenAll(due.Select(target => evaluation.RunAsync(target, standing, deadline.Token)));
        return answer;
    }
}
