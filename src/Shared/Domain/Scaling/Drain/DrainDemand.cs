namespace Slipway.Domain.Scaling.Drain;

/// <summary>The work of a queue, in seconds of one replica, by when it is due.</summary>
internal sealed class DrainDemand(DrainPolicy policy, QueueFlow flow, QueueSample last)
{
    private readonly double _wait = policy.Wait.TotalSeconds;

    /// <summary>Half of what is in work, the waiting messages whose wait is over by then, and those that will have arrived and waited, with headroom.</summary>
    public double DueWithin(double seconds)
    {
        var young = seconds >= _wait ? 0 : flow.ArrivedWithin(_wait - seconds);
        var waiting = Math.Max(0, last.Waiting - young);
        var coming = flow.Rate * Math.Max(0, seconds - _wait);
        return flow.ServiceTime * ((last.InFlight / 2.0) + waiting + coming + Math.Sqrt(flow.Dispersion * coming));
    }

    /// <summary>How many replicas have enough to do for a time and leave a share of the wait as a cushion.</summary>
    public int KeptBusy(double seconds, double cushion) =>
        (int)(flow.ServiceTime * ((last.InFlight / 2.0) + last.Waiting + (flow.Rate * seconds)) / (seconds + (cushion * _wait)));
}

/// <summary>The replicas and what they can do by when: those that serve, and those that start.</summary>
internal sealed class DrainFleet(int current, IReadOnlyList<double> starting, double startUp)
{
    private readonly int _serving = current - starting.Count;

    /// <summary>How many more must be started now to do the work by then.</summary>
    public int Missing(double work, double seconds)
    {
        var lack = work - Capacity(current, seconds);
        return lack > 0 ? (int)Math.Ceiling(lack / (seconds - startUp)) : 0;
    }

    /// <summary>The fewest of those there are that do the work by then; all of them when even they do not.</summary>
    public int Enough(double work, double seconds)
    {
        var (low, high) = (0, current);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Capacity(middle, seconds) >= work ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>Seconds of work that so many do by then: the last to have been started go first.</summary>
    private double Capacity(int replicas, double seconds)
    {
        var serving = Math.Min(replicas, _serving) * seconds;
        for (var index = 0; index < replicas - _serving; index++)
        {
            serving += Math.Max(0, seconds - starting[index]);
        }

        return serving;
    }
}
