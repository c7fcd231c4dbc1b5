using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Scaling;

namespace Slipway.Functions.Scaling;

/// <summary>The answer of a minute's beginning: how many ticks it sent.</summary>
public sealed record ScalingMinute(int Ticks);

/// <summary>Sends the ticks of a minute, each to be delivered at its time; none where nothing scales. A minute that is lost costs four ticks, one that comes twice nothing.</summary>
public sealed class BeginScaling(ScalingTargets targets, IScalingTicks ticks, TimeProvider clock)
{
    private static readonly int[] Seconds = [0, 15, 30, 45];

    [LambdaFunction]
    public async Task<ScalingMinute> BeginScalingAsync(ScalingMinute minute, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        if ((await targets.ListAsync(deadline.Token)).Count == 0)
        {
            return minute with { Ticks = 0 };
        }

        await Task.WhenAll(Seconds.Select(second => ticks.SendAsync(TimeSpan.FromSeconds(second), deadline.Token)));
        return minute with { Ticks = Seconds.Length };
    }
}
