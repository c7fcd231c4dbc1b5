using Slipway.Local.Account;

namespace Slipway.Benchmarks.Interleavings;

/// <summary>Lets the channels of notices be out for a time, some of them for good, by a chance of its own: the rest of the course stays what it is without.</summary>
internal sealed class Outages(Channels channels, Random chance)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public void Happen()
    {
        var channel = Shop.Channels[chance.Next(Shop.Channels.Count)];
        switch (chance.Next(10))
        {
            case < 3: channels.TakeOut(channel, Longest * chance.NextDouble() * chance.NextDouble()); break;
            case 3 when channel != Shop.LastResort: channels.Refuse(channel, "Its secret is wrong."); break;
        }
    }
}
