using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;

namespace Slipway.Domain.Gates;

/// <summary><paramref name="Freeze"/> is the one that stops the release's environment; null when none does.</summary>
public sealed record FreezeInputs(Restraint? Freeze, Waiver? Waiver, DateTimeOffset Now);

/// <summary>
/// The one stop switch: nothing new begins in what is frozen.
/// <list type="table">
/// <item><term>no freeze, or it has expired</term><description>pass</description></item>
/// <item><term>a freeze, and a waiver for it</term><description>pass</description></item>
/// <item><term>a freeze</term><description>wait</description></item>
/// </list>
/// </summary>
public static class FreezeGate
{
    private static readonly TimeSpan Asked = TimeSpan.FromMinutes(15);

    public static Answer Decide(FreezeInputs inputs) => inputs switch
    {
        { Freeze: null } => Answer.Unasked("Nothing is frozen here."),
        { Freeze: { } freeze } when !freeze.IsInForce(inputs.Now) => Answer.Pass("Nothing is frozen here any more."),
        { Waiver: { } waiver } when waiver.For(WaivedGate.Freeze) is { } past => Answer.Pass(past),
        { Freeze: { } freeze } => Answer.Wait($"{freeze.Text()}.", freeze.Expires - inputs.Now is { } left && left < Asked ? left : Asked),
    };

    /// <summary>Who froze what, until when and why, for verdicts of every kind.</summary>
    public static string Text(this Restraint freeze) =>
        $"{(freeze.Scope == FreezeScope.Everything ? "Everything" : freeze.Scope)} {freeze.Standing()}: {freeze.Reason.TrimEnd('.')}";

    /// <summary>How what is frozen stands, by whom and until when.</summary>
    public static string Standing(this Restraint freeze) =>
        $"is {(freeze.IsMaintenance == true ? "in maintenance" : "frozen")} by {freeze.By}{(freeze.Expires is { } end ? $" until {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "")}";
}
