using Slipway.Aws.Registries;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Registries;

/// <summary>Copies over connections that break, from sources that lie and to targets that forget. The registries are real; what goes wrong is a front's.</summary>
public sealed class InterruptionTests(TwoRegistries registries) : IClassFixture<TwoRegistries>, IDisposable
{
    private const int Layer = (4 * Copying.ChunkBytes) + 100;
    private static readonly string LayerDigest = Part.Of("", ImageAuthor.Bytes(0, Layer)).Digest;
    private static int _pushed;
    private readonly OciImageCopies _copies = Copying.Plainly();
    private readonly ImageAuthor _source = new(registries.Source.Host);
    private readonly ImageAuthor _target = new(registries.Target.Host);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }

    [Fact]
    public async Task A_download_that_is_cut_goes_on_where_it_was()
    {
        var requests = await CopyFromAsync(FaultyFront.Once(IsLayer, new Fault.CutAnswer(Copying.ChunkBytes + 5000)));

        var resumed = Assert.Single(requests, seen => seen.Range is not null);
        Assert.InRange(long.Parse(resumed.Range!["bytes=".Length..^1]), 1, Copying.ChunkBytes + 5000);
    }

    [Fact]
    public async Task A_download_that_is_cut_again_and_again_ends_as_long_as_it_gets_on() =>
        await CopyFromAsync(FaultyFront.Times(8, IsLayer, new Fault.CutAnswer(20_000)));

    [Fact]
    public async Task A_source_that_ignores_ranges_is_read_anew_and_the_digest_is_right()
    {
        var reads = 0;
        await CopyFromAsync(seen => !IsLayer(seen) ? null : Interlocked.Increment(ref reads) == 1 ? new Fault.CutAnswer(90_000) : new Fault.IgnoreRange());
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task A_source_that_never_gets_further_is_unavailable()
    {
        var failure = await Assert.ThrowsAsync<UnavailableException>(() => CopyFromAsync(seen => IsLayer(seen) ? new Fault.CutAnswer(0) : null));
        Assert.Contains("does not answer", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(Copying.ChunkBytes + 100)]
    [InlineData(Layer - 1)]
    public async Task A_damaged_blob_is_refused_and_nothing_of_the_image_is_at_the_target(int at)
    {
        var image = await PushAsync();
        await using var source = await FaultyFront.StartAsync(registries.Source.Host, seen => IsLayer(seen) ? new Fault.Damage(at) : null);

        var refused = await Assert.ThrowsAsync<RejectedException>(() => _copies.CopyAsync(image with { Registry = source.Host }, ToTarget(image), Token));

        Assert.Contains("does not have this digest", refused.Message, StringComparison.Ordinal);
        Assert.Null(await _target.ReadManifestAsync(image.Repository, image.Digest.Value));
        Assert.False(await _target.HoldsBlobAsync(image.Repository, LayerDigest));
    }

    [Fact]
    public async Task A_blob_of_another_size_than_its_manifest_says_is_refused()
    {
        var image = await _source.PushAsync("cut/size", 5, 3000);
        var config = await _source.PushBlobAsync("cut/size", "application/vnd.oci.image.config.v1+json", "{}"u8.ToArray());
        var manifest = await _source.PushManifestAsync(image.Repository, ImageAuthor.OciManifest, new
        {
            schemaVersion = 2,
            mediaType = ImageAuthor.OciManifest,
            config = ImageAuthor.Written(config),
            layers = new[] { ImageAuthor.Written(Part.Of(ImageAuthor.Layer, ImageAuthor.Bytes(5, 3000)) with { Size = 4000 }) },
        });
        var wrong = image with { Digest = Digest.Parse(manifest.Digest) };

        var refused = await Assert.ThrowsAsync<RejectedException>(() => _copies.CopyAsync(wrong, ToTarget(wrong), Token));

        Assert.Contains("gives 3000 bytes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_manifest_is_refused()
    {
        var image = await PushAsync();
        await using var source = await FaultyFront.StartAsync(registries.Source.Host, seen => seen.Path.Contains("/manifests/", StringComparison.Ordinal) ? new Fault.Damage(10) : null);

        var refused = await Assert.ThrowsAsync<RejectedException>(() => _copies.CopyAsync(image with { Registry = source.Host }, ToTarget(image), Token));

        Assert.Contains("does not have this digest", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30_000)]
    public async Task An_upload_that_is_cut_in_the_middle_of_a_part_ends_right(int after)
    {
        var parts = 0;
        await CopyToAsync(seen => seen.Method == "PATCH" && Interlocked.Increment(ref parts) == 2 ? new Fault.CutRequest(after) : null);
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    [InlineData("POST")]
    public async Task An_upload_whose_answer_is_lost_ends_right(string method) =>
        await CopyToAsync(FaultyFront.Once(seen => seen.Method == method, new Fault.LoseAnswer()));

    [Theory]
    [InlineData(1000)]
    [InlineData(Copying.ChunkBytes)]
    public async Task An_upload_that_is_cut_goes_on_behind_what_the_target_kept(int kept)
    {
        var parts = 0;
        var requests = await CopyToAsync(seen => seen.Method == "PATCH" && Interlocked.Increment(ref parts) == 2 ? new Fault.KeepPart(kept) : null);

        var parted = requests.Where(seen => seen.Method == "PATCH").Select(seen => seen.ContentRange!.Split('-')[0]);
        Assert.Equal(["0", $"{Copying.ChunkBytes}", $"{Copying.ChunkBytes + kept}"], parted.Take(3));
        Assert.Contains(requests, seen => seen.Method == "GET" && seen.Path.Contains("/uploads/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_target_that_takes_a_part_for_out_of_order_is_asked_where_it_is()
    {
        var parts = 0;
        var requests = await CopyToAsync(seen => seen.Method == "PATCH" && Interlocked.Increment(ref parts) == 3 ? new Fault.Answer(416) : null);

        Assert.Equal([0, 1, 2, 2, 3], requests.Where(seen => seen.Method == "PATCH").Select(seen => int.Parse(seen.ContentRange!.Split('-')[0]) / Copying.ChunkBytes));
    }

    [Fact]
    public async Task A_blob_whose_last_answer_is_lost_is_found_and_not_sent_again()
    {
        var requests = await CopyToAsync(FaultyFront.Once(seen => seen.Method == "PUT" && seen.ContentRange?.StartsWith("0-", StringComparison.Ordinal) == false, new Fault.LoseAnswer()));

        Assert.Equal(2, requests.Count(seen => seen.Method == "POST"));
    }

    [Fact]
    public async Task A_target_that_lost_the_session_gets_the_blob_from_the_start()
    {
        var parts = 0;
        var requests = await CopyToAsync(seen => seen.Method == "PATCH" && Interlocked.Increment(ref parts) == 3
            ? new Fault.Answer(404, """{"errors":[{"code":"BLOB_UPLOAD_UNKNOWN","message":"blob upload unknown to registry"}]}""")
            : null);

        Assert.Equal(2, requests.Count(seen => seen.Method == "PATCH" && seen.ContentRange == $"0-{Copying.ChunkBytes - 1}"));
    }

    [Fact]
    public async Task A_target_that_answers_parts_as_ECR_does_gets_them_all()
    {
        // ECR answers 201, says the end of the first part for ever, and knows no status of an upload.
        var requests = await CopyToAsync(seen => seen.Method == "PATCH" ? new Fault.Rewrite(201, ("Range", $"0-{Copying.ChunkBytes - 1}"))
            : seen.Method == "GET" && seen.Path.Contains("/uploads/", StringComparison.Ordinal) ? new Fault.Answer(404) : null);

        Assert.Equal(4, requests.Count(seen => seen.Method == "PATCH"));
    }

    [Fact]
    public async Task A_target_that_takes_no_parts_gets_the_blob_in_one_request()
    {
        var requests = await CopyToAsync(seen => seen.Method == "PATCH" ? new Fault.Answer(405, """{"errors":[{"code":"UNSUPPORTED","message":"chunked uploads"}]}""") : null);

        Assert.Single(requests, seen => seen.Method == "PATCH");
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_busy_target_is_asked_again_and_in_the_end_called_unavailable(int status)
    {
        await CopyToAsync(FaultyFront.Times(Copying.Options.Attempts - 1, seen => seen.Method == "POST", new Fault.Answer(status)));

        var failure = await Assert.ThrowsAsync<UnavailableException>(() => CopyToAsync(seen => seen.Method == "POST" ? new Fault.Answer(status) : null));
        Assert.EndsWith($"does not answer: it answers {status}.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_that_stands_still_is_taken_up_again() => await CopyFromAsync(
        FaultyFront.Once(IsLayer, new Fault.Stall(Copying.ChunkBytes)), Copying.With(Copying.Options with { ReadTimeout = TimeSpan.FromMilliseconds(500) }));

    [Fact]
    public async Task A_manifest_that_is_cut_is_read_again() =>
        await CopyFromAsync(FaultyFront.Once(seen => seen.Path.Contains("/manifests/", StringComparison.Ordinal), new Fault.CutAnswer(20)));

    [Fact]
    public async Task A_manifest_that_stands_still_is_read_again() => await CopyFromAsync(
        FaultyFront.Once(seen => seen.Path.Contains("/manifests/", StringComparison.Ordinal), new Fault.Stall(20)),
        Copying.With(Copying.Options with { AnswerTimeout = TimeSpan.FromSeconds(1) }));

    [Fact]
    public async Task A_registry_that_never_answers_is_unavailable()
    {
        var hasty = Copying.With(Copying.Options with { AnswerTimeout = TimeSpan.FromMilliseconds(200), Attempts = 2 });
        var failure = await Assert.ThrowsAsync<UnavailableException>(() => CopyFromAsync(_ => new Fault.Stall(0), hasty));
        Assert.EndsWith("it takes too long.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_is_not_there_is_unavailable()
    {
        var image = await PushAsync();
        var nobody = image with { Registry = $"127.0.0.1:{Peer.FreePort()}" };
        await Assert.ThrowsAsync<UnavailableException>(() => _copies.CopyAsync(image, nobody, Token));
        await Assert.ThrowsAsync<UnavailableException>(() => _copies.CopyAsync(nobody, image, Token));
    }

    [Fact]
    public async Task A_copy_whose_time_is_up_is_to_be_repeated()
    {
        var image = await PushAsync();
        using var calledOff = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var target = await FaultyFront.StartAsync(registries.Target.Host, seen =>
        {
            if (seen.Method == "PATCH")
            {
                calledOff.Cancel();
            }

            return null;
        });

        await Assert.ThrowsAsync<UnavailableException>(() => _copies.CopyAsync(image, image with { Registry = target.Host }, calledOff.Token));
        Assert.Null(await _target.ReadManifestAsync(image.Repository, image.Digest.Value));
    }

    private static bool IsLayer(Seen seen) => seen.IsBlobGet && seen.Path.EndsWith(LayerDigest, StringComparison.Ordinal);

    /// <summary>The same image in a repository of its own: a registry does not give it to the others.</summary>
    private Task<Image> PushAsync() => _source.PushAsync($"cut/{Interlocked.Increment(ref _pushed)}", 0, Layer);

    private Image ToTarget(Image image) => image with { Registry = registries.Target.Host };

    private async Task<IReadOnlyCollection<Seen>> CopyFromAsync(Func<Seen, Fault?> plan, OciImageCopies? copies = null)
    {
        var image = await PushAsync();
        await using var front = await FaultyFront.StartAsync(registries.Source.Host, plan);
        await (copies ?? _copies).CopyAsync(image with { Registry = front.Host }, ToTarget(image), Token);
        await _target.AssertWholeAsync(image.Repository, image.Digest.Value);
        return [.. front.Requests];
    }

    private async Task<IReadOnlyCollection<Seen>> CopyToAsync(Func<Seen, Fault?> plan)
    {
        var image = await PushAsync();
        await using var front = await FaultyFront.StartAsync(registries.Target.Host, plan);
        await _copies.CopyAsync(image, image with { Registry = front.Host }, Token);
        await _target.AssertWholeAsync(image.Repository, image.Digest.Value);
        return [.. front.Requests];
    }
}
