using Slipway.Aws.Records;
using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Tests.Ports.Records;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Records;

public sealed class DynamoReleasesTests(MotoServer moto) : ReleasesContract
{
    [Fact]
    public async Task What_ended_more_than_thirty_days_ago_is_listed_only_while_it_serves()
    {
        var table = (await RecordsTable.CreateAsync(moto.Clients())).Open();
        var (releases, goods) = (new DynamoReleases(table, Clock), new DynamoLastKnownGoods(table));
        var (serves, over) = (await EndAsync(releases, RecordSamples.Release(1)), await EndAsync(releases, RecordSamples.Release(2)));
        await goods.SaveAsync(new(serves.System, serves.Environment, new("api"), serves.Image, "v2", serves.Id, Clock.GetUtcNow()), Token);
        Clock.RunUntil(RecordSamples.Start.AddDays(29));
        Assert.Equal([over.Id, serves.Id], (await releases.ListAsync(serves.System, serves.Environment, Token)).Select(release => release.Id));

        Clock.RunUntil(RecordSamples.Start.AddDays(31));
        Assert.Equal([serves.Id], (await releases.ListAsync(serves.System, serves.Environment, Token)).Select(release => release.Id));
        Assert.NotNull(await releases.FindAsync(over.Id, Token));
        Assert.NotEmpty(await releases.ListAsync(over.Image.Digest, Token));
    }

    [Fact]
    public async Task A_release_that_no_item_can_hold_is_refused_with_its_size()
    {
        var releases = await OpenAsync();
        var noise = new byte[2000];
        Random random = new(7);
        var release = RecordSamples.Release(1) with
        {
            Verdicts = [.. Enumerable.Range(0, 300).Select(_ =>
            {
                random.NextBytes(noise);
                return RecordSamples.Verdict(Convert.ToBase64String(noise));
            })],
        };

        var refused = await Assert.ThrowsAsync<RejectedException>(() => releases.SaveAsync(release, Token));
        Assert.Matches("^The release shop-api-production-1 takes [0-9]+ KB even compressed, but DynamoDB keeps at most 400 KB", refused.Message);
    }

    [Fact]
    public async Task A_record_that_this_version_cannot_read_is_named()
    {
        var table = await RecordsTable.CreateAsync(moto.Clients());
        await table.Client.PutItemAsync(table.Name, new() { ["pk"] = new("release#r"), ["sk"] = new("record"), ["record"] = new("{\"id\":7}") }, Token);

        var refused = await Assert.ThrowsAsync<RejectedException>(() => new DynamoReleases(table.Open(), Clock).FindAsync(new("r"), Token));
        Assert.StartsWith("What the table holds as the release r is none that this version reads: ", refused.Message, StringComparison.Ordinal);
    }

    protected override async Task<IReleases> OpenAsync() => new DynamoReleases((await RecordsTable.CreateAsync(moto.Clients())).Open(), Clock);
}
