using Slipway.Domain.Releases;
using Spectre.Console;

namespace Slipway.Cli.Screens;

/// <summary>What colours mean: green went well, red did not, yellow wants a look.</summary>
internal static class Styles
{
    public static Style Strong { get; } = new(decoration: Decoration.Bold);

    public static Style Faint { get; } = new(decoration: Decoration.Dim);

    public static Style Good { get; } = new(Color.Green);

    public static Style Bad { get; } = new(Color.Red, decoration: Decoration.Bold);

    public static Style Warning { get; } = new(Color.Yellow);

    public static Style Of(VerdictKind kind) => kind switch
    {
        VerdictKind.Pass => Good,
        VerdictKind.Refuse => Bad,
        _ => Faint,
    };

    public static Style Of(ReleaseStatus status) => status switch
    {
        ReleaseStatus.Verified => Good,
        ReleaseStatus.Failed or ReleaseStatus.Frozen or ReleaseStatus.Rejected => Bad,
        ReleaseStatus.RolledBack or ReleaseStatus.RollingBack or ReleaseStatus.Superseded => Warning,
        _ => Strong,
    };

    public static char Mark(VerdictKind kind) => kind switch
    {
        VerdictKind.Pass => '✓',
        VerdictKind.Refuse => '✗',
        _ => '…',
    };

    /// <summary>A status as people say it.</summary>
    public static string Word(this ReleaseStatus status) => status switch
    {
        ReleaseStatus.RollingBack => "rolling back",
        ReleaseStatus.RolledBack => "rolled back",
        _ => status.ToString().ToLowerInvariant(),
    };
}
