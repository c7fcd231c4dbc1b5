namespace Slipway.Domain.Rollouts.Canary;

/// <summary>The normal distribution with mean 0 and deviation 1, exact far out in its tail, where early looks decide.</summary>
public static class StandardNormal
{
    /// <summary>From here on the continued fraction is exact with this many terms; below it the series is.</summary>
    private const double Far = 3;

    private const int Terms = 100;

    /// <summary>The chance of more than <paramref name="z"/>: 0.025 for 1.96. By Taylor's series, far out by Laplace's continued fraction.</summary>
    public static double UpperTail(double z) => z < 0 ? 1 - UpperTail(-z) : z < Far ? 0.5 - (Density(z) * Series(z)) : Density(z) / Fraction(z);

    /// <summary>The value that is exceeded with a chance between 0 and 1: 1.96 for 0.025.</summary>
    public static double Quantile(double upperTail)
    {
        var (low, high) = (-40.0, 40.0);
        while ((low + high) / 2 is var middle && middle > low && middle < high)
        {
            (low, high) = UpperTail(middle) > upperTail ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    private static double Series(double z)
    {
        var (sum, term) = (z, z);
        for (var odd = 3; odd < 2 * Terms; odd += 2)
        {
            term *= z * z / odd;
            sum += term;
        }

        return sum;
    }

    private static double Fraction(double z)
    {
        var value = z;
        for (var term = Terms; term > 0; term--)
        {
            value = z + (term / value);
        }

        return value;
    }
}
