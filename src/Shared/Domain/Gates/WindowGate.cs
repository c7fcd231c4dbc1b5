using Slipway.Domain.Releases;

namespace Slipway.Domain.Gates;

public sealed record WindowInputs(ReleaseWindows? Windows, Waiver? Waiver, DateTimeOffset Now);

/// <summary>
/// Releases begin in the hours that the environment names. What has begun is not stopped when they end.
/// <list type="table">
/// <item><term>no windows, or one is open</term><description>pass</description></item>
/// <item><term>a waiver for it</term><description>pass</description></item>
/// <item><term>closed, and it opens again within a year</term><description>wait until then</description></item>
/// <item><term>closed, and it does not</term><description>refuse</description></item>
/// </list>
/// </summary>
public static class WindowGate
{
    public static Answer Decide(WindowInputs inputs)
    {
        if (inputs.Windows is not { } windows)
        {
            return Answer.Unasked("Releases begin here at any time.");
        }

        if (windows.IsOpen(inputs.Now))
        {
            return Answer.Pass($"It is {windows.Local(inputs.Now)}: releases may begin.");
        }

        return inputs.Waiver?.For(WaivedGate.Window) is { } past ? Answer.Pass(past)
            : windows.NextOpening(inputs.Now) is { } opening ? Answer.Wait($"It is {windows.Local(inputs.Now)}: releases may begin again on {windows.Local(opening)}.", opening - inputs.Now)
            : Answer.Refuse($"The windows of this environment do not open within a year: write others than {string.Join(", ", windows.Open)}.");
    }
}
