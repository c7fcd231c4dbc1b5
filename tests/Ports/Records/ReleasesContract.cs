using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Executions;
using Slipway.Domain.Releases;
using Slipway.Local;
using Slipway.Local.Records;

namespace Slipway.Tests.Ports.Records;

/// <summary>What holds for the releases, wherever they are kept.</summary>
public abstract class ReleasesContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected VirtualClock Clock { get; } = new(RecordSamples.Start);

    [Fact]
    public async Task A_release_is_written_only_over_the_version_that_was_read()
    {
        var releases = await OpenAsync();
        var saved = await releases.SaveAsync(RecordSamples.Release(1), Token);
        Assert.Equal(1, saved.Version);
        await releases.SaveAsync(saved with { Reason = "one" }, Token);

        var conflict = await Assert.ThrowsAsync<ConflictException>(() => releases.SaveAsync(saved with { Reason = "other" }, Token));
        Assert.Equal("The release shop-api-production-1 was read at version 1, but version 2 is stored: somebody else wrote it.", conflict.Message);
        Assert.Equal("one", (await releases.FindAsync(saved.Id, Token))?.Reason);
        await Assert.ThrowsAsync<ConflictException>(() => releases.SaveAsync(RecordSamples.Release(1), Token));
        await Assert.ThrowsAsync<ConflictException>(() => releases.SaveAsync(RecordSamples.Release(2) with { Version = 3 }, Token));
    }

    [Fact]
    public async Task What_was_saved_is_read_back_as_it_was()
    {
        var releases = await OpenAsync();
        var release = RecordSamples.Release(1).Judged(RecordSamples.Verdict("Zwölf Kisten \u2013 \"gut\"\n")) with { FencingToken = long.MaxValue, Registry = "222233334444" };
        var saved = await releases.SaveAsync(release, Token);

        Assert.Equal(Json(release with { Version = 1 }), Json(saved));
        Assert.Equal(Json(saved), Json((await releases.FindAsync(release.Id, Token))!));
        Assert.Null(await releases.FindAsync(new("shop-api-production-2"), Token));
    }

    [Fact]
    public async Task What_a_state_machine_caught_is_never_kept()
    {
        var releases = await OpenAsync();
        var saved = await releases.SaveAsync(RecordSamples.Release(1) with { Error = new TaskError("States.Timeout", null) }, Token);
        Assert.Null(saved.Error);
        Assert.Null((await releases.FindAsync(saved.Id, Token))!.Error);
    }

    [Fact]
    public async Task The_releases_of_an_environment_come_newest_push_first_and_those_of_a_digest_from_everywhere()
    {
        var releases = await OpenAsync();
        foreach (var release in new[] { RecordSamples.Release(2), RecordSamples.Release(3), RecordSamples.Release(1), RecordSamples.Release(3, "staging") })
        {
            await releases.SaveAsync(release, Token);
        }

        var listed = await releases.ListAsync(new("shop"), new("production"), Token);
        Assert.Equal(["shop-api-production-3", "shop-api-production-2", "shop-api-production-1"], listed.Select(release => release.Id.Value));
        var everywhere = await releases.ListAsync(RecordSamples.Push(3).Image.Digest, Token);
        Assert.Equal(["production", "staging"], everywhere.Select(release => release.Environment.Value));
        Assert.Empty(await releases.ListAsync(new("other"), new("production"), Token));
        Assert.Empty(await releases.ListAsync(RecordSamples.Push(4).Image.Digest, Token));
    }

    [Fact]
    public async Task A_listing_holds_every_release_once_and_as_it_was_saved_last()
    {
        const int Many = 105;
        var releases = await OpenAsync();
        var saved = new List<Release>();
        foreach (var number in Enumerable.Range(0, Many))
        {
            saved.Add(await releases.SaveAsync(RecordSamples.Release(number), Token));
        }

        await releases.SaveAsync(saved[7].MoveTo(ReleaseStatus.Superseded, "last", Clock.GetUtcNow()), Token);

        var listed = await releases.ListAsync(new("shop"), new("production"), Token);
        Assert.Equal(Enumerable.Range(0, Many).Reverse().Select(number => RecordSamples.Release(number).Id), listed.Select(release => release.Id));
        Assert.Equal((ReleaseStatus.Superseded, 2L), Assert.Single(listed, release => release.Reason == "last") is var last ? (last.Status, last.Version) : default);
    }

    [Fact]
    public async Task What_is_on_its_way_is_listed_however_old_it_is()
    {
        var releases = await OpenAsync();
        var waiting = await releases.SaveAsync(RecordSamples.Release(1), Token);
        var turned = await EndAsync(releases, RecordSamples.Release(2));
        await releases.SaveAsync(turned.MoveTo(ReleaseStatus.RollingBack, "An alarm went off.", Clock.GetUtcNow()), Token);
        var failed = await releases.SaveAsync(RecordSamples.Release(3), Token);
        failed = await releases.SaveAsync(failed.MoveTo(ReleaseStatus.Failed, "The way back failed.", Clock.GetUtcNow()), Token);
        await releases.SaveAsync(failed.Retried("i", "It was the alarm.", 2, Clock.GetUtcNow()), Token);
        Clock.RunUntil(RecordSamples.Start.AddYears(2));

        var listed = await releases.ListAsync(new("shop"), new("production"), Token);
        Assert.Equal([failed.Id, turned.Id, waiting.Id], listed.Select(release => release.Id));
        Assert.NotEmpty(await releases.ListAsync(waiting.Image.Digest, Token));
    }

    [Fact]
    public async Task A_release_of_several_images_is_listed_under_each_of_them()
    {
        var releases = await OpenAsync();
        var alone = await releases.SaveAsync(RecordSamples.Release(1), Token);
        var other = RecordSamples.Push(3).Image with { Repository = "shop/web" };
        var together = RecordSamples.Release(2, "staging") with { Push = alone.Push with { Others = [other] } };
        await releases.SaveAsync(together, Token);

        Assert.Equal([alone.Id, together.Id], (await releases.ListAsync(alone.Image.Digest, Token)).Select(release => release.Id).OrderBy(id => id.Value, StringComparer.Ordinal));
        var found = Assert.Single(await releases.ListAsync(other.Digest, Token));
        Assert.Equal((together.Id, together.Push.Identity), (found.Id, found.Push.Identity));
        Assert.NotEqual(alone.Push.Identity, found.Push.Identity);
    }

    /// <summary>Even when all of them say the same: each would act on what it saved.</summary>
    [Fact]
    public async Task Of_sixteen_who_write_over_one_version_one_wins()
    {
        var releases = await OpenAsync();
        for (var version = 0; version < 3; version++)
        {
            var read = await releases.FindAsync(RecordSamples.Release(1).Id, Token) ?? RecordSamples.Release(1);
            Assert.Equal(1, await Race.WinnersAsync(16, () => releases.SaveAsync(read, Token)));
            Assert.Equal(version + 1, (await releases.FindAsync(read.Id, Token))?.Version);
        }
    }

    [Fact]
    public async Task A_release_with_thousands_of_verdicts_is_kept()
    {
        var releases = await OpenAsync();
        var release = RecordSamples.Release(1) with { Verdicts = [.. Enumerable.Range(0, 6000).Select(number => RecordSamples.Verdict($"Verdict number {number} on the way of this release."))] };
        Assert.True(Json(release).Length > 500_000);

        var saved = await releases.SaveAsync(release, Token);
        Assert.Equal(Json(saved), Json((await releases.FindAsync(release.Id, Token))!));
        Assert.Equal(Json(saved), Json(Assert.Single(await releases.ListAsync(new("shop"), new("production"), Token))));
    }

    protected abstract Task<IReleases> OpenAsync();

    /// <summary>Saves a release all the way until it is verified.</summary>
    protected async Task<Release> EndAsync(IReleases releases, Release release)
    {
        ReleaseStatus[] way = [ReleaseStatus.Gated, ReleaseStatus.Snapshotting, ReleaseStatus.Migrating, ReleaseStatus.Rolling, ReleaseStatus.Verifying, ReleaseStatus.Verified];
        foreach (var status in way)
        {
            release = (await releases.SaveAsync(release, Token)).MoveTo(status, "On its way.", Clock.GetUtcNow());
        }

        return await releases.SaveAsync(release, Token);
    }

    protected static string Json(Release release) => JsonSerializer.Serialize(release, DomainJson.Default.Release);
}

public sealed class SimulatedReleasesTests : ReleasesContract
{
    protected override Task<IReleases> OpenAsync() => Task.FromResult<IReleases>(new Releases(Journal.InMemory(Clock)));
}
