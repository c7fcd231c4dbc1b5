using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Microsoft.Extensions.Logging;
using Slipway.Domain.Interventions;

namespace Slipway.Functions.Interventions;

/// <summary>Does what a person asks for, once, and keeps who asked, from where and why. What cannot be done is refused with a sentence; nothing is half done.</summary>
public sealed class Intervene(IInterventions interventions, Restraining restraining, Promoting promoting, Approving approving, TurningBack turningBack, Configurations configurations, Retrying retrying, TimeProvider clock, ILogger logger)
{
    [LambdaFunction]
    public async Task<Intervention> InterveneAsync(Intervention asked, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        if (await interventions.FindAsync(asked.Id, deadline.Token) is { } before)
        {
            return before;
        }

        var answered = await AnswerAsync(asked, deadline.Token);
        await interventions.SaveAsync(answered, deadline.Token);
        logger.Intervened(answered.Id, answered.Kind, answered.By, answered.Outcome, answered.Answer);
        return answered;
    }

    private Task<Intervention> AnswerAsync(Intervention asked, CancellationToken cancellationToken) => asked switch
    {
        { By: null or "" } => Refuse(asked, "Say who asks: by."),
        { Reason: null or "" } => Refuse(asked, "Say why: whoever reads this later wants to know."),
        { Kind: InterventionKind.Promote } => promoting.PromoteAsync(asked, cancellationToken),
        { Kind: InterventionKind.Approve or InterventionKind.Reject } => approving.DecideAsync(asked, cancellationToken),
        { Kind: InterventionKind.RollBack } => RollBackAsync(asked, cancellationToken),
        { Kind: InterventionKind.Retry } => retrying.RetryAsync(asked, cancellationToken),
        _ => restraining.RestrainAsync(asked, cancellationToken),
    };

    private async Task<Intervention> RollBackAsync(Intervention asked, CancellationToken cancellationToken) =>
        await configurations.RemarkedAsync(await turningBack.RollBackAsync(asked, cancellationToken), cancellationToken);

    private Task<Intervention> Refuse(Intervention asked, string answer) => Task.FromResult(asked.Refused(answer, clock.GetUtcNow()));
}
