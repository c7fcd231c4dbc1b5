using Slipway.Domain.Images;
using Slipway.Local;
using Slipway.Local.Records;
using Slipway.Tests.Ports.Records;

namespace Slipway.Tests.Local.Records;

public sealed class JournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("slipway-journal-").FullName;
    private readonly VirtualClock _clock = new(RecordSamples.Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string JournalPath => System.IO.Path.Combine(_folder, "new", "run.jsonl");

    [Fact]
    public async Task What_was_written_is_read_back_as_the_latest_state_of_every_record()
    {
        using (var journal = Journal.Create(JournalPath, _clock))
        {
            await Write(journal);
        }

        var reading = Journal.Read(JournalPath);
        Assert.Equal(new AccountHeader(1, 7, RecordSamples.Start, "123456789012", ["shop"]).Seed, reading.Header?.Seed);
        Assert.Equal("healthy", Assert.Single(reading.Inputs).Input.Arguments["behaviour"]);
        Assert.Equal([("shop-api-production-1", 2L), ("shop-api-production-2", 1L)], reading.Releases.Select(release => (release.Id.Value, release.Version)));
        Assert.Equal("p", Assert.Single(reading.Pushes).Id);
        Assert.Equal("i", Assert.Single(reading.Incidents).Id);
        Assert.Equal(1, Assert.Single(reading.Leases).Token);
        Assert.Null(reading.Truncated);
        Assert.Equal(RecordSamples.Start, reading.End);
    }

    [Fact]
    public async Task A_line_says_its_kind_its_time_and_its_record()
    {
        using (var journal = Journal.Create(JournalPath, _clock))
        {
            journal.Header(new(1, 7, RecordSamples.Start, "123456789012", ["shop"]));
            journal.Event("{\n  \"id\": \"e\"\n}");
        }

        Assert.Equal(
            """
            {"kind":"account","at":"2026-03-02T09:00:00+00:00","record":{"format":1,"seed":7,"start":"2026-03-02T09:00:00+00:00","accountId":"123456789012","systems":["shop"]}}
            {"kind":"event","at":"2026-03-02T09:00:00+00:00","record":{"id":"e"}}

            """.ReplaceLineEndings("\n"),
            await File.ReadAllTextAsync(JournalPath, Token));
    }

    [Fact]
    public async Task A_memory_goes_on_from_what_an_earlier_run_left()
    {
        using (var journal = Journal.Create(JournalPath, _clock))
        {
            await Write(journal);
        }

        using var next = Journal.Append(JournalPath, _clock);
        var memory = new AccountMemory(next, _clock);
        memory.Restore(Journal.Read(JournalPath));

        var release = await memory.Releases.FindAsync(new("shop-api-production-1"), Token);
        Assert.Equal(3, (await memory.Releases.SaveAsync(release!, Token)).Version);
        Assert.Equal(2, (await memory.Leases.AcquireAsync(new(new("shop"), new("production"), new("web")), new("r"), TimeSpan.FromHours(1), Token)).Token);
        Assert.Equal(3, Journal.Read(JournalPath).Releases[0].Version);
    }

    [Fact]
    public async Task A_cut_off_last_line_is_left_out_told_and_removed_before_anything_is_appended()
    {
        using (var journal = Journal.Create(JournalPath, _clock))
        {
            await Write(journal);
        }

        await File.AppendAllTextAsync(JournalPath, """{"kind":"release","at":"2026-03-""", Token);
        var reading = Journal.Read(JournalPath);
        Assert.Equal(2, reading.Releases.Count);
        Assert.Contains("run.jsonl:9: the last line was cut off", reading.Truncated);

        using (var journal = Journal.Append(JournalPath, _clock))
        {
            journal.Input(new("push", new Dictionary<string, string>()));
        }

        Assert.Null(Journal.Read(JournalPath).Truncated);
        Assert.Equal(2, Journal.Read(JournalPath).Inputs.Count);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"kind":"release"}""")]
    [InlineData("""{"kind":"release","at":"2026-03-02T09:00:00+00:00","record":{"id":7}}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task Any_other_broken_line_is_an_error_that_names_file_and_line(string line)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(JournalPath)!);
        var fine = """{"kind":"event","at":"2026-03-02T09:00:00+00:00","record":{}}""";
        await File.WriteAllTextAsync(JournalPath, $"{fine}\n{line}\n{fine}\n", Token);

        var error = Assert.Throws<JournalException>(() => Journal.Read(JournalPath));
        Assert.Contains("run.jsonl:2: ", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told_in_one_sentence()
    {
        var file = System.IO.Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        var error = Assert.Throws<JournalException>(() => Journal.Create(System.IO.Path.Combine(file, "run.jsonl"), _clock));
        Assert.StartsWith("The journal ", error.Message);
        Assert.Throws<JournalException>(() => Journal.Read(System.IO.Path.Combine(_folder, "nowhere.jsonl")));
    }

    [Fact]
    public void A_full_disk_is_told_in_one_sentence()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full, which only Linux has");
        using var journal = Journal.Create("/dev/full", _clock);

        var error = Assert.Throws<JournalException>(() => journal.Event("{}"));
        Assert.StartsWith("The journal /dev/full cannot be written: ", error.Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task Write(Journal journal)
    {
        var memory = new AccountMemory(journal, _clock);
        journal.Header(new(1, 7, RecordSamples.Start, "123456789012", ["shop"]));
        journal.Input(new("push", new Dictionary<string, string> { ["behaviour"] = "healthy" }));
        var first = await memory.Releases.SaveAsync(RecordSamples.Release(1), Token);
        await memory.Releases.SaveAsync(RecordSamples.Release(2), Token);
        await memory.Releases.SaveAsync(first, Token);
        await memory.Pushes.SaveAsync(new PushRecord("p", PushOutcome.Accepted, "first", RecordSamples.Start) { Push = RecordSamples.Push(1) }, Token);
        await memory.Incidents.SaveAsync(RecordSamples.Incident("i"), Token);
        await memory.Leases.AcquireAsync(new(new("shop"), new("production"), new("api")), new("r"), TimeSpan.FromHours(1), Token);
    }
}
