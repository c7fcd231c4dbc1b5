using System.Diagnostics;
using System.Globalization;
using Slipway.Local.Account;

namespace Slipway.Tests.EndToEnd;

public sealed class DeterminismTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20260105)]
    public void The_same_seed_gives_byte_identical_records(int seed)
    {
        var first = Records(seed);

        Assert.Equal(first, Records(seed));
        Assert.NotEqual(first, Records(seed + 1));
    }

    [Fact]
    public void Another_culture_changes_nothing()
    {
        var foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        foreign.NumberFormat.NumberDecimalSeparator = ",";
        foreign.NumberFormat.NegativeSign = "~";
        foreign.DateTimeFormat.ShortDatePattern = "dd.MM.yyyy";
        foreign.DateTimeFormat.TimeSeparator = ".";
        var before = CultureInfo.CurrentCulture;
        var here = Records(1);
        try
        {
            CultureInfo.CurrentCulture = foreign;
            Assert.Equal(here, Records(1));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static byte[] Records(int seed)
    {
        var path = Path.Combine(Path.GetTempPath(), $"slipway-{Environment.ProcessId}-{Stopwatch.GetTimestamp()}.jsonl");
        try
        {
            using (var account = new Account(settings: settings => settings with { Seed = seed, JournalPath = path }))
            {
                account.Push("cv-hub-api", ImageBehaviour.Errors);
                account.Settle();
            }

            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
