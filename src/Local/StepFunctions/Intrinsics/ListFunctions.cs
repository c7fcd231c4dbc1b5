using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Local.StepFunctions.Intrinsics;

/// <summary>The functions on arrays.</summary>
internal static class ListFunctions
{
    private const int LongestRange = 1000;

    public static JsonList List(Json value) => value as JsonList ?? throw new IntrinsicException($"an array was expected, not {value}");

    public static Json Partition(Json list, Json size)
    {
        var length = Arithmetic.Rounded(size);
        return length > 0
            ? JsonList.Of(List(list).Chunk((int)Math.Min(length, int.MaxValue)).Select(chunk => new JsonList(chunk)))
            : throw new IntrinsicException($"the chunk size must be positive, not {length}");
    }

    public static Json Range(Json first, Json last, Json step)
    {
        var (from, to, by) = (Arithmetic.Rounded(first), Arithmetic.Rounded(last), Arithmetic.Rounded(step));
        if (by == 0)
            throw new IntrinsicException("the step must not be zero");

        var items = new List<Json>();
        for (var at = from; by > 0 ? at <= to : at >= to; at += by)
        {
            items.Add(Json.Of(at));
            if (items.Count > LongestRange)
                throw new IntrinsicException($"the range has more than {LongestRange} items");
        }

        return JsonList.Of(items);
    }

    public static Json Item(Json list, Json index)
    {
        var items = List(list);
        var at = Arithmetic.Rounded(index);
        return at >= 0 && at < items.Count ? items[(int)at] : throw new IntrinsicException($"Index {at} out of bounds for length {items.Count}");
    }
}
