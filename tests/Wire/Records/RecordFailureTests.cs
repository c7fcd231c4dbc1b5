using System.Net;
using Amazon.Runtime;
using Slipway.Aws.Access;
using Slipway.Aws.Records;
using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Tests.Ports.Records;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Records;

/// <summary>What a person reads when the table cannot be used: one sentence that says what is wrong.</summary>
public sealed class RecordFailureTests(MotoServer moto)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_that_was_deleted_is_named()
    {
        var table = await RecordsTable.CreateAsync(moto.Clients());
        await table.Client.DeleteTableAsync(table.Name, Token);

        var read = await Assert.ThrowsAsync<RejectedException>(() => Find(table.Open()));
        Assert.Matches($"^The release r cannot be read from the table {table.Name}: .*not found.* \\(ResourceNotFoundException\\)$", read.Message);
        var written = await Assert.ThrowsAsync<RejectedException>(() => Releases(table.Open()).SaveAsync(RecordSamples.Release(1), Token));
        Assert.StartsWith($"The release shop-api-production-1 cannot be written to the table {table.Name}: ", written.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_expired_says_to_sign_in_again()
    {
        var expired = Scripted((_, _) => Failure(HttpStatusCode.BadRequest, "ExpiredTokenException", "The security token included in the request is expired"));
        Assert.Equal(
            "The release r cannot be read from the table records: the session has expired (ExpiredTokenException); sign in again.",
            (await Assert.ThrowsAsync<RejectedException>(() => Find(expired))).Message);
    }

    [Fact]
    public async Task A_call_that_is_throttled_is_tried_again()
    {
        var calls = 0;
        var throttled = Scripted((_, _) => calls++ < 2
            ? Failure(HttpStatusCode.BadRequest, "ProvisionedThroughputExceededException", "Slow down")
            : Task.FromResult(HttpScript.Json(HttpStatusCode.OK, "{}")));
        Assert.Null(await Find(throttled));
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task A_call_that_stays_throttled_is_left_for_later()
    {
        var calls = 0;
        var throttled = Scripted((_, _) =>
        {
            calls++;
            return Failure(HttpStatusCode.BadRequest, "ThrottlingException", "Rate exceeded");
        });
        Assert.Equal(
            "The release r cannot be read from the table records: AWS throttles (ThrottlingException).",
            (await Assert.ThrowsAsync<UnavailableException>(() => Find(throttled))).Message);
        Assert.Equal(3, calls);
    }

    [Theory]
    [InlineData("TransactionConflict", typeof(ConflictException), "The release shop-api-production-1 is being written by somebody else at this moment.")]
    [InlineData("ThrottlingError", typeof(UnavailableException), "The release shop-api-production-1 cannot be written to the table records: AWS throttles (ThrottlingError).")]
    [InlineData("ValidationError", typeof(RejectedException), "The release shop-api-production-1 cannot be written to the table records: why (ValidationError)")]
    public async Task A_transaction_that_is_cancelled_says_why(string code, Type type, string sentence)
    {
        var cancelled = Scripted((_, _) => Task.FromResult(HttpScript.Json(
            HttpStatusCode.BadRequest,
            $$"""{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"cancelled","CancellationReasons":[{"Code":"None"},{"Code":"{{code}}","Message":"why"},{"Code":"None"}]}""")));
        var failure = await Assert.ThrowsAsync(type, () => Releases(cancelled).SaveAsync(RecordSamples.Release(1), Token));
        Assert.Equal(sentence, failure.Message);
    }

    [Fact]
    public async Task A_batch_that_never_becomes_whole_is_left_for_later()
    {
        const string Some = """{"records":{"Keys":[{"pk":{"S":"release#r"},"sk":{"S":"record"}}]}}""";
        var throttled = Scripted((request, _) => Task.FromResult(HttpScript.Json(HttpStatusCode.OK, HttpScript.Operation(request) == "Query"
            ? """{"Items":[{"release":{"S":"r"}}]}"""
            : $$"""{"Responses":{},"UnprocessedKeys":{{Some}}}""")));
        var failure = await Assert.ThrowsAsync<UnavailableException>(() => Releases(throttled).ListAsync(new("shop"), new("production"), Token));
        Assert.Equal("The releases of shop in production cannot be read from the table records: AWS throttles (UnprocessedKeys).", failure.Message);
    }

    [Fact]
    public async Task A_region_that_nobody_answers_for_is_left_for_later()
    {
        var nobody = new DynamoTable(new(new("us-east-1") { Endpoint = new($"http://127.0.0.1:{Peer.FreePort()}"), Credentials = new BasicAWSCredentials("key", "secret"), Retries = 0 }), "records", "one");
        var failure = await Assert.ThrowsAsync<UnavailableException>(() => Find(nobody));
        Assert.Equal("The release r cannot be read from the table records: Connection refused.", failure.Message);
    }

    [Fact]
    public async Task A_table_that_is_opened_ahead_of_time_and_cannot_be_says_so_only_when_it_is_used()
    {
        var calls = 0;
        var denied = Scripted((_, _) =>
        {
            calls++;
            return Failure(HttpStatusCode.BadRequest, "AccessDeniedException", "no");
        });

        await denied.WarmAsync();

        Assert.Equal(1, calls);
        await Assert.ThrowsAsync<RejectedException>(() => Find(denied));
    }

    [Fact]
    public async Task A_caller_whose_time_is_up_is_told_so()
    {
        using var over = new CancellationTokenSource();
        var hung = Scripted(async (_, send) =>
        {
            await over.CancelAsync();
            await Task.Delay(Timeout.Infinite, over.Token);
            return await send();
        });
        var failure = await Assert.ThrowsAsync<UnavailableException>(() => Releases(hung).FindAsync(new("r"), over.Token));
        Assert.Equal("The release r cannot be read from the table records: no answer came in time.", failure.Message);
    }

    private static DynamoTable Scripted(Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> step) => new(
        new AwsClients(new("us-east-1") { Endpoint = new("http://127.0.0.1:1"), Credentials = new BasicAWSCredentials("key", "secret"), HttpClients = new HttpScript(step), Retries = 2 }), "records", "one");

    private static Task<HttpResponseMessage> Failure(HttpStatusCode status, string type, string message) => Task.FromResult(HttpScript.Failure(status, type, message));

    private static DynamoReleases Releases(DynamoTable table) => new(table, TimeProvider.System);

    private static Task<Release?> Find(DynamoTable table) => Releases(table).FindAsync(new("r"), Token);
}
