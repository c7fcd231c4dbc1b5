using Slipway.Domain;
using Slipway.Domain.Notifications;

namespace Slipway.Functions.Notices;

/// <summary>The breakers of the services behind channels, shared by all processes.</summary>
public sealed class ChannelBreakers(IBreakers breakers, TimeProvider clock)
{
    private const int MostConflicts = 3;

    /// <summary>The breaker of the service, and for how long nobody may ask it; null when the caller may. Of several that could make the trial one is let through.</summary>
    public async Task<(Breaker Breaker, TimeSpan? ClosedFor)> AskAsync(Channel channel, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var breaker = await breakers.ReadAsync(channel.Service, cancellationToken);
        return breaker.Admit(now) switch
        {
            Admission.Let => (breaker, null),
            Admission.Trial => await TryWritingAsync(breaker.Trying(now), cancellationToken) is { } trying ? (trying, null) : (breaker, Breaker.TrialFor),
            _ => (breaker, breaker.OpenUntil - now),
        };
    }

    /// <param name="before">As it was when the service was asked.</param>
    public Task AnsweredAsync(Breaker before, CancellationToken cancellationToken) => ChangeAsync(before, breaker => breaker.Failures == 0 ? breaker : breaker.Succeeded(), cancellationToken);

    public Task FailedAsync(Breaker before, CancellationToken cancellationToken) => ChangeAsync(before, breaker => breaker.Failed(clock.GetUtcNow()), cancellationToken);

    /// <summary>Others count at the same time; a count that is lost after several tries opens the breaker a little later.</summary>
    private async Task ChangeAsync(Breaker before, Func<Breaker, Breaker> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostConflicts; attempt++)
        {
            var after = change(before);
            if (after == before || await TryWritingAsync(after, cancellationToken) is not null)
            {
                return;
            }

            before = await breakers.ReadAsync(before.Service, cancellationToken);
        }
    }

    /// <summary>Null when somebody else wrote it meanwhile.</summary>
    private async Task<Breaker?> TryWritingAsync(Breaker breaker, CancellationToken cancellationToken)
    {
        try
        {
            return await breakers.SaveAsync(breaker, cancellationToken);
        }
        catch (ConflictException)
        {
            return null;
        }
    }
}
