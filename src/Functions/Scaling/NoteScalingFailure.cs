using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Scaling;

namespace Slipway.Functions.Scaling;

/// <summary>Records why a target could not be evaluated, where its decision would stand.</summary>
public sealed class NoteScalingFailure(IScalingStates states, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<ScalingTarget> NoteScalingFailureAsync(ScalingTarget target, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var state = await states.ReadAsync(target.System, target.Environment, target.Service, deadline.Token);
        var reason = $"It could not be evaluated: {target.Error?.Sentence ?? "the state machine gave up"}";
        await states.SaveAsync(state.Failed(reason, clock.GetUtcNow()), deadline.Token);
        return target;
    }
}
