using System.Globalization;

namespace Slipway.Local.Events.Schedules;

/// <summary>A cron field of numbers or names: lists, ranges and steps.</summary>
internal sealed class NumberField
{
    private readonly HashSet<int> _set;

    private NumberField(IEnumerable<int> values)
    {
        Values = [.. values.Distinct().Order()];
        _set = [.. Values];
    }

    public IReadOnlyList<int> Values { get; }

    public bool Holds(int value) => _set.Contains(value);

    /// <summary>Null, with the first fault kept, for a field that AWS would refuse. Names count from the least number.</summary>
    public static NumberField? TryParse(string text, string field, int least, int most, string[] names, ref string fault)
    {
        var values = new List<int>();
        foreach (var part in text.Split(','))
        {
            if (!TryRange(part, least, most, names, values))
            {
                fault = fault.Length > 0
                    ? fault
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"'{part}' is not possible in the field {field}; write numbers from {least} to {most}, *, ranges 1-5, lists 1,3 or steps 0/15");
                return null;
            }
        }

        return new NumberField(values);
    }

    private static bool TryRange(string part, int least, int most, string[] names, List<int> values)
    {
        var step = part.Split('/');
        var ends = step[0].Split('-');
        var count = 1;
        if (step.Length > 2 || ends.Length > 2 || (step.Length == 2 && !(int.TryParse(step[1], NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0)))
        {
            return false;
        }

        var isAll = step[0] == "*";
        if (!TryNumber(isAll ? least.ToString(CultureInfo.InvariantCulture) : ends[0], least, most, names, out var from))
        {
            return false;
        }

        var to = isAll || (step.Length == 2 && ends.Length == 1) ? most : from;
        if (ends.Length == 2 && !TryNumber(ends[1], least, most, names, out to))
        {
            return false;
        }

        // FRI-MON goes over the end of the week.
        var length = to >= from ? to - from : to + (most - least + 1) - from;
        for (var i = 0; i <= length; i += count)
        {
            values.Add(least + ((from - least + i) % (most - least + 1)));
        }

        return true;
    }

    private static bool TryNumber(string text, int least, int most, string[] names, out int number)
    {
        number = Array.IndexOf(names, text) + least;
        return Array.IndexOf(names, text) >= 0
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most);
    }
}
