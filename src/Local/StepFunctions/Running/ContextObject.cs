using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;
using Slipway.Local.StepFunctions.States;

namespace Slipway.Local.StepFunctions.Running;

/// <summary>The context object <c>$$</c>.</summary>
internal static class ContextObject
{
    public static JsonMap Of(Branch branch, JsonMap? mapItem)
    {
        var state = JsonMap.Of(("Name", Json.Of(branch.Current.Name)), ("EnteredTime", Json.Of(Timestamps.Write(branch.EnteredAt))));
        if (branch.Current.CountsRetries)
            state = state.With("RetryCount", Json.Of(branch.RetryCount));

        var context = branch.Execution.Context.With("State", state);
        if (branch.TaskToken is { } token)
            context = context.With("Task", JsonMap.Of(("Token", Json.Of(token))));

        return mapItem is null ? context : context.With("Map", JsonMap.Of(("Item", mapItem)));
    }
}

/// <summary>What ItemSelector sees: the Map state's own scope with the item of one iteration.</summary>
internal sealed class ItemScope(Branch map, JsonMap item) : Scope
{
    public override Json Context => ContextObject.Of(map, item);

    public override JsonMap Variables => map.Variables;

    public override Random Random => map.Random;
}
