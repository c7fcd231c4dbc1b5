using System.Net;
using Slipway.Aws.Records;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Local;
using Slipway.Tests.Ports.Records;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Records;

/// <summary>Connections that break after DynamoDB has done what it was asked, or before.</summary>
public sealed class LostAnswerTests(MotoServer moto)
{
    private static readonly LeaseKey Api = new(new("shop"), new("production"), new("api"));
    private readonly VirtualClock _clock = new(RecordSamples.Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_write_that_is_repeated_because_its_answer_was_lost_finds_itself()
    {
        var table = await RecordsTable.CreateAsync(moto.Clients());
        var lost = new List<string>();
        var releases = new DynamoReleases(table.Open(through: moto.Clients(http: Loses("TransactWriteItems", lost))), _clock);
        var saved = await releases.SaveAsync(RecordSamples.Release(1), Token);
        releases = new(table.Open(through: moto.Clients(http: Loses("PutItem", lost))), _clock);
        var next = await releases.SaveAsync(saved with { Reason = "next" }, Token);

        Assert.Equal(["TransactWriteItems", "PutItem"], lost);
        Assert.Equal((1, 2), (saved.Version, next.Version));
        Assert.Equal(2, (await releases.FindAsync(saved.Id, Token))?.Version);
    }

    [Fact]
    public async Task A_write_that_somebody_else_came_before_is_a_conflict_even_when_it_says_the_same()
    {
        var table = await RecordsTable.CreateAsync(moto.Clients());
        var other = new DynamoReleases(table.Open(writer: "two"), _clock);
        var script = new HttpScript(async (request, send) =>
        {
            if (HttpScript.Operation(request) == "TransactWriteItems" && await other.FindAsync(RecordSamples.Release(1).Id, Token) is null)
            {
                await other.SaveAsync(RecordSamples.Release(1), Token);
                throw HttpScript.BrokenConnection();
            }

            return await send();
        });

        var releases = new DynamoReleases(table.Open(writer: "one", through: moto.Clients(http: script)), _clock);
        await Assert.ThrowsAsync<ConflictException>(() => releases.SaveAsync(RecordSamples.Release(1), Token));
    }

    [Theory]
    [InlineData("UpdateItem")]
    [InlineData("PutItem")]
    [InlineData("GetItem")]
    public async Task A_lease_is_taken_once_whichever_answer_is_lost(string operation)
    {
        var lost = new List<string>();
        var table = await RecordsTable.CreateAsync(moto.Clients());
        var leases = new DynamoLeases(table.Open(through: moto.Clients(http: Loses(operation, lost))), _clock);
        var lease = await leases.AcquireAsync(Api, new("one"), TimeSpan.FromHours(1), Token);

        Assert.Equal([operation], lost);
        Assert.Equal(new ReleaseId("one"), lease.Holder);
        Assert.Equal(lease, await leases.FindAsync(Api, Token));
        Assert.Equal(lease, await leases.AcquireAsync(Api, new("two"), TimeSpan.FromHours(1), Token));
    }

    [Fact]
    public async Task A_lease_that_is_given_back_twice_because_the_answer_was_lost_is_free()
    {
        var table = await RecordsTable.CreateAsync(moto.Clients());
        await new DynamoLeases(table.Open(), _clock).AcquireAsync(Api, new("one"), TimeSpan.FromHours(1), Token);
        var lost = new List<string>();
        var leases = new DynamoLeases(table.Open(through: moto.Clients(http: Loses("UpdateItem", lost))), _clock);
        await leases.ReleaseAsync(Api, new("one"), Token);

        Assert.Single(lost);
        Assert.Null(await leases.FindAsync(Api, Token));
    }

    [Fact]
    public async Task A_push_is_recorded_although_the_answer_was_lost()
    {
        var lost = new List<string>();
        var pushes = new DynamoPushes((await RecordsTable.CreateAsync(moto.Clients())).Open(through: moto.Clients(http: Loses("PutItem", lost))), _clock);
        await pushes.SaveAsync(new("p", PushOutcome.Accepted, "first", RecordSamples.Start), Token);

        Assert.Single(lost);
        Assert.Equal("first", (await pushes.FindAsync("p", Token))?.Reason);
    }

    [Fact]
    public async Task What_a_batch_leaves_out_is_asked_for_again()
    {
        var batches = 0;
        var script = new HttpScript(async (request, send) => HttpScript.Operation(request) == "BatchGetItem" && batches++ < 2
            ? HttpScript.Json(HttpStatusCode.OK, $$"""{"Responses":{},"UnprocessedKeys":{{RequestItems(await request.Content!.ReadAsStringAsync(Token))}}}""")
            : await send());
        var table = await RecordsTable.CreateAsync(moto.Clients());
        var releases = new DynamoReleases(table.Open(through: moto.Clients(http: script)), TimeProvider.System);
        await releases.SaveAsync(RecordSamples.Release(1), Token);

        Assert.Single(await releases.ListAsync(new("shop"), new("production"), Token));
        Assert.Equal(3, batches);
    }

    [Fact]
    public async Task A_listing_goes_on_to_the_last_page()
    {
        var queries = 0;
        var clients = moto.Clients(http: new HttpScript((request, send) =>
        {
            if (HttpScript.Operation(request) == "Query")
            {
                queries++;
                request.Content = Limited(request.Content!);
            }

            return send();
        }));
        var table = await RecordsTable.CreateAsync(moto.Clients());
        var releases = new DynamoReleases(table.Open(through: clients), _clock);
        foreach (var number in Enumerable.Range(1, 5))
        {
            await releases.SaveAsync(RecordSamples.Release(number), Token);
        }

        Assert.Equal(5, (await releases.ListAsync(new("shop"), new("production"), Token)).Count);
        Assert.InRange(queries, 3, 4);
    }

    /// <summary>A script that loses the first answer to an operation.</summary>
    private static HttpScript Loses(string operation, List<string> lost) => new(async (request, send) =>
    {
        var answer = await send();
        if (HttpScript.Operation(request) == operation && !lost.Contains(operation))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            lost.Add(operation);
            throw HttpScript.BrokenConnection();
        }

        return answer;
    });

    private static string RequestItems(string request) => System.Text.Json.JsonDocument.Parse(request).RootElement.GetProperty("RequestItems").GetRawText();

    /// <summary>Two items a page, as DynamoDB gives a megabyte; moto does not check the signature.</summary>
    private static StringContent Limited(HttpContent content)
    {
        var text = content.ReadAsStringAsync().GetAwaiter().GetResult();
        return new($$"""{"Limit":2,{{text[1..]}}""", System.Text.Encoding.UTF8, "application/x-amz-json-1.0");
    }
}
