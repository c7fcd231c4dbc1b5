using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;

namespace Slipway.Domain.Gates;

/// <summary><paramref name="Hold"/> is one on a service of the release; null when there is none.</summary>
public sealed record HoldInputs(Restraint? Hold, DateTimeOffset Now);

/// <summary>
/// A service that a person pinned keeps what it runs, until it is let go; of what waits meanwhile the newest goes on then.
/// <list type="table">
/// <item><term>no hold, or it has expired</term><description>pass</description></item>
/// <item><term>a hold</term><description>wait</description></item>
/// </list>
/// </summary>
public static class HoldGate
{
    private static readonly TimeSpan Asked = TimeSpan.FromMinutes(15);

    public static Answer Decide(HoldInputs inputs) => inputs.Hold is { } hold && hold.IsInForce(inputs.Now)
        ? Answer.Wait($"{hold.Scope} is held by {hold.By}: {hold.Reason.TrimEnd('.')}.", Asked)
        : Answer.Unasked("No service is held.");
}
