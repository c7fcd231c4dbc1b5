using Slipway.Local.Hosting;

namespace Slipway.Cli.Runs;

/// <summary>Lets an installation run, one action after another, and tells whoever watches after each of them.</summary>
internal sealed class Playback(Installation installation, Pace pace)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(2);
    private static readonly TimeSpan FirstEvents = TimeSpan.FromSeconds(5);

    /// <summary>Called after every action.</summary>
    public Action Changed { get; set; } = () => { };

    /// <summary>Called while real time passes, with the virtual time.</summary>
    public Action<DateTimeOffset> Passing { get; set; } = _ => { };

    /// <summary>Runs until nothing is left to do, as far as releases and alarms go; false when two days are not enough.</summary>
    public Task<bool> SettleAsync(CancellationToken cancellationToken)
    {
        var earliest = installation.Clock.GetUtcNow() + FirstEvents;
        return UntilAsync(() => installation.Clock.GetUtcNow() >= earliest && !installation.IsBusy, cancellationToken);
    }

    public async Task<bool> UntilAsync(Func<bool> done, CancellationToken cancellationToken)
    {
        var clock = installation.Clock;
        var limit = clock.GetUtcNow() + Longest;
        while (!done())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (clock.NextDue is not { } due || due > limit)
            {
                return false;
            }

            await pace.WaitAsync(clock.GetUtcNow(), due, Passing, cancellationToken);
            clock.RunNext();
            Changed();
        }

        return true;
    }
}
