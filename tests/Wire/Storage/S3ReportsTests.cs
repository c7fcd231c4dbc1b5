using Slipway.Aws.Storage;
using Slipway.Domain;
using Slipway.Domain.Costs;
using Slipway.Tests.Ports;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Storage;

public sealed class S3ReportsTests(MotoServer moto) : ReportsContract, IAsyncLifetime
{
    private TestBucket? _bucket;

    protected override IReports Reports => new S3Reports(moto.Clients(), _bucket!.Name);

    [Fact]
    public async Task A_report_whose_answer_was_lost_is_written_again()
    {
        var puts = 0;
        var script = new HttpScript(async (_, send) => await send() is var answer && puts++ > 0 ? answer : throw HttpScript.BrokenConnection());
        await new S3Reports(moto.Clients(http: script), _bucket!.Name).SaveAsync("shop.txt", "text/plain", "costs", Token);

        Assert.Equal(2, puts);
        Assert.Equal("costs", (await ReadAsync("shop.txt")).Content);
    }

    [Fact]
    public async Task A_bucket_that_is_missing_is_named()
    {
        var failure = await Assert.ThrowsAsync<RejectedException>(() => new S3Reports(moto.Clients(), "no-such-bucket").SaveAsync("r.txt", "text/plain", "r", Token));
        Assert.Equal("The report r.txt cannot be written to the bucket no-such-bucket: The specified bucket does not exist (NoSuchBucket)", failure.Message);
    }

    public async ValueTask InitializeAsync() => _bucket = await TestBucket.CreateAsync(moto.Clients());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override async Task<(string ContentType, string Content)> ReadAsync(string name)
    {
        using var answer = await _bucket!.Client.GetObjectAsync(_bucket.Name, name, Token);
        using var reader = new StreamReader(answer.ResponseStream);
        return (answer.Headers.ContentType, await reader.ReadToEndAsync(Token));
    }
}
