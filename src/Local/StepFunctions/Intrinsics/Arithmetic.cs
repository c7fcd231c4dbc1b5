using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Local.StepFunctions.Intrinsics;

/// <summary>The functions on numbers; a fraction is rounded to the nearest integer, halves upwards, before it is used.</summary>
internal static class Arithmetic
{
    public static Json Add(Json left, Json right) => Json.Of(Rounded(left) + Rounded(right));

    /// <summary>From the first inclusively to the second exclusively; a seed makes it repeatable.</summary>
    public static Json Between(Json[] values, Random random)
    {
        var (from, to) = (Rounded(values[0]), Rounded(values[1]));
        if (from >= to)
            throw new IntrinsicException($"the start {from} must be below the end {to}");

        var source = values is [_, _, var seed] ? new Random((int)Rounded(seed)) : random;
        return Json.Of(source.NextInt64(from, to));
    }

    public static long Rounded(Json value)
    {
        if (value is not JsonNumber number)
            throw new IntrinsicException($"a number was expected, not {value}");

        return number.IsWhole ? number.Whole : (long)Math.Floor(number.Value + 0.5);
    }
}
