using Amazon.Lambda.Core;

namespace Slipway.Functions;

/// <summary>The end of an invocation as a token, so that calls give up in time for the function to answer.</summary>
public static class Deadline
{
    private static readonly TimeSpan ToAnswer = TimeSpan.FromSeconds(1);

    public static CancellationTokenSource Deadlines(this TimeProvider clock, ILambdaContext context) =>
        new(context.RemainingTime > ToAnswer ? context.RemainingTime - ToAnswer : ToAnswer, clock);
}
