namespace Slipway.Domain.Rollouts.Canary;

/// <summary>What a look at a sequential test came to.</summary>
/// <param name="Stops">Whether the boundary is reached.</param>
/// <param name="P">The chance that one who is no worse is stopped earlier, or now with as much or more: the stagewise p-value, which repeated looks do not spoil.</param>
public readonly record struct SequentialLook(bool Stops, double P);

/// <summary>
/// A one-sided test that may be looked at after every interval and is wrong at most at a rate over all of its looks together. Each
/// look may spend some of the rate by the spending function of Lan and DeMets (Biometrika 70, 1983) of the type of O'Brien and
/// Fleming: little early, where only what is glaring stops, and nearly all at the end, where therefore hardly any power is lost.
/// What a look costs follows from the distribution of all that was not stopped before (the recursion of Armitage, McPherson and
/// Rowe, 1969), kept step by step and not as a normal one, so that it holds for a handful of errors too; what a look could not
/// spend for want of steps, later ones have. When the looks are taken must not depend on what they show.
/// </summary>
/// <param name="rate">How often at most it stops one who is no worse.</param>
public sealed class SequentialTest(double rate)
{
    private const double Negligible = 1e-20;

    /// <summary>What is left out by <see cref="Negligible"/> is less than this in all: where no more may be spent, nothing stops.</summary>
    private const double LeftOut = 1e-15;

    /// <summary>A step stands for what is nearer to it than to the next; counts lie on their steps.</summary>
    private const double HalfAStep = 0.5;

    private readonly double _quantile = StandardNormal.Quantile(rate / 2);

    /// <summary>The chance of each step from <see cref="_lowest"/> on, without what was stopped.</summary>
    private double[] _going = [1];

    private int _lowest;
    private double _position;
    private double _spent;

    /// <summary>Adds an interval and looks.</summary>
    /// <param name="elapsed">The share of the longest time that has passed, up to 1.</param>
    /// <param name="mayStop">False where nothing may be concluded yet; nothing is spent then.</param>
    public SequentialLook Look(double elapsed, Increment increment, bool mayStop)
    {
        Add(increment);
        if (!mayStop)
        {
            return new(false, 1);
        }

        var p = _spent + _going.Skip(Math.Max(0, (int)Math.Ceiling(_position - HalfAStep) - _lowest)).Sum();
        var allowed = (2 * StandardNormal.UpperTail(_quantile / Math.Sqrt(Math.Min(1, elapsed)))) - _spent;
        var (boundary, tail) = (_going.Length, 0.0);
        while (boundary > 0 && tail + _going[boundary - 1] <= allowed)
        {
            tail += _going[--boundary];
        }

        _spent += tail;
        Array.Resize(ref _going, boundary);
        return new(_position >= _lowest + boundary - HalfAStep && allowed > LeftOut, Math.Min(1, p));
    }

    /// <summary>Makes the steps twice as large. What lies between two goes up, to the side of a test that stops less.</summary>
    public void Coarsen()
    {
        var lowest = Half(_lowest);
        var going = new double[Half(_lowest + _going.Length - 1) - lowest + 1];
        for (var at = 0; at < _going.Length; at++)
        {
            going[Half(_lowest + at) - lowest] += _going[at];
        }

        (_going, _lowest, _position) = (going, lowest, _position / 2);
    }

    private static int Half(int step) => (int)Math.Ceiling(step / 2.0);

    private void Add(Increment increment)
    {
        var chances = increment.Chances.AsSpan();
        var sum = new double[_going.Length + chances.Length - 1];
        for (var at = 0; at < _going.Length; at++)
        {
            var to = sum.AsSpan(at, chances.Length);
            for (var more = 0; more < chances.Length; more++)
            {
                to[more] += _going[at] * chances[more];
            }
        }

        var first = Math.Max(0, Array.FindIndex(sum, chance => chance > Negligible));
        var last = Math.Max(first, Array.FindLastIndex(sum, chance => chance > Negligible));
        (_going, _lowest) = (sum[first..(last + 1)], _lowest + increment.Lowest + first);
        _position += increment.Observed;
    }
}
