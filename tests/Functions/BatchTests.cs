using Amazon.Lambda.SQSEvents;
using Amazon.Lambda.TestUtilities;
using Microsoft.Extensions.Logging.Abstractions;
using Slipway.Domain;
using Slipway.Domain.Executions;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Functions;
using Slipway.Functions.Images;
using Slipway.Functions.Releases;
using Slipway.Functions.Systems;
using Slipway.Local.Account;
using Slipway.Local.Records;
using Slipway.Tests.Functions.Images;
using Slipway.Tests.Functions.Systems;

namespace Slipway.Tests.Functions;

/// <summary>A batch of messages from the queue: what cannot be used is recorded, what fails comes again, and neither stops the others.</summary>
public sealed class BatchTests
{
    private readonly AccountMemory _memory = new(Journal.InMemory(TimeProvider.System), TimeProvider.System);
    private readonly Machines _machines = new();

    [Fact]
    public async Task Messages_that_cannot_be_used_are_recorded_and_done()
    {
        var answer = await TakeAsync("", "{", "null", "{}", RegistryEventTests.Push);

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal([PushOutcome.Rejected, PushOutcome.Rejected, PushOutcome.Rejected, PushOutcome.Rejected, PushOutcome.Accepted], _memory.Pushes.All.Select(record => record.Outcome));
        Assert.All(_memory.Pushes.All, record => Assert.NotEmpty(record.Reason));
    }

    [Fact]
    public async Task A_message_that_fails_comes_again_and_the_others_are_done()
    {
        _machines.Refuses = "cv-hub-api-development-bbbbbbbbbbbb";

        var answer = await TakeAsync(Pushed('a'), Pushed('b'), Pushed('c'));

        Assert.Equal(["message-1"], answer.BatchItemFailures.Select(failure => failure.ItemIdentifier));
        Assert.Equal(["push-a", "push-c"], _memory.Pushes.All.Select(record => record.Id));
        Assert.Equal(["cv-hub-api-development-aaaaaaaaaaaa", "cv-hub-api-development-cccccccccccc"], _machines.Started);
    }

    [Fact]
    public async Task A_message_that_comes_again_is_done_then()
    {
        _machines.Refuses = "cv-hub-api-development-bbbbbbbbbbbb";
        await TakeAsync(Pushed('b'));
        _machines.Refuses = "";

        var answer = await TakeAsync(Pushed('b'), Pushed('b'));

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal(PushOutcome.Accepted, Assert.Single(_memory.Pushes.All).Outcome);
        Assert.Equal(["cv-hub-api-development-bbbbbbbbbbbb"], _machines.Started);
    }

    [Fact]
    public async Task Two_tags_of_one_digest_are_one_release()
    {
        await TakeAsync(Pushed('a'), Pushed('a', id: "push-again", tag: "v2"));

        Assert.Equal([PushOutcome.Accepted, PushOutcome.Duplicate], _memory.Pushes.All.Select(record => record.Outcome));
        Assert.Single((await _memory.Releases.ListAsync(Of('a'), TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_scan_ends_every_wait_for_it_and_no_other()
    {
        await WaitAsync('a', "one", "token-a1");
        await WaitAsync('a', "two", "token-a2");
        await WaitAsync('b', "three", "token-b");
        await WaitAsync('c', "four", "token-c");

        var answer = await TakeAsync(Scanned('a'), Scanned('b'), Scanned('d'));

        Assert.Empty(answer.BatchItemFailures);
        Assert.Equal(["token-a1", "token-a2", "token-b"], _machines.Succeeded.Order());
    }

    [Fact]
    public async Task The_scan_whose_wait_cannot_be_ended_comes_again_alone()
    {
        await WaitAsync('a', "one", "token-a");
        await WaitAsync('b', "two", "token-b");
        _machines.Refuses = "token-a";

        var answer = await TakeAsync(Scanned('a'), Scanned('b'), Pushed('c'));

        Assert.Equal(["message-0"], answer.BatchItemFailures.Select(failure => failure.ItemIdentifier));
        Assert.Equal(["token-b"], _machines.Succeeded);
    }

    [Fact]
    public async Task When_waits_cannot_be_read_every_scan_comes_again_and_pushes_are_done()
    {
        var answer = await TakeAsync(new Unreadable(), Scanned('a'), Pushed('b'), Scanned('c'));

        Assert.Equal(["message-0", "message-2"], answer.BatchItemFailures.Select(failure => failure.ItemIdentifier));
        Assert.Equal("push-b", Assert.Single(_memory.Pushes.All).Id);
    }

    [Fact]
    public async Task An_empty_batch_is_done_at_once()
    {
        Assert.Empty((await Handler(_memory.GateWaits).AcceptRegistryEventsAsync(new SQSEvent(), Context())).BatchItemFailures);
        Assert.Empty((await TakeAsync()).BatchItemFailures);
    }

    private Task WaitAsync(char digit, string release, string token) => _memory.GateWaits.KeepAsync(Of(digit), new(release), token, TestContext.Current.CancellationToken);

    private Task<SQSBatchResponse> TakeAsync(params string[] bodies) => TakeAsync(_memory.GateWaits, bodies);

    private Task<SQSBatchResponse> TakeAsync(IGateWaits waits, params string[] bodies) => Handler(waits).AcceptRegistryEventsAsync(
        new SQSEvent { Records = [.. bodies.Select((body, number) => new SQSEvent.SQSMessage { MessageId = $"message-{number}", Body = body })] }, Context());

    private AcceptRegistryEvents Handler(IGateWaits waits)
    {
        var promotions = new Promotions(_memory.Releases, _machines, new Settings(name => name), TimeProvider.System);
        // No system here releases images together: nobody asks the registry.
        var intake = new PushIntake(new SystemCatalog(new Manifests(SystemManifests.All)), new Companions(null!), promotions, _memory.Pushes, TimeProvider.System, NullLogger.Instance);
        return new(intake, waits, _machines, TimeProvider.System, NullLogger.Instance);
    }

    private static TestLambdaContext Context() => new() { RemainingTime = TimeSpan.FromMinutes(1) };

    private static Digest Of(char digit) => Digest.Parse("sha256:" + new string(digit, 64));

    private static string Scanned(char digit) => $$"""{"source":"aws.ecr","detail-type":"ECR Image Scan","detail":{ "image-digest":"{{Of(digit)}}" } }""";

    private static string Pushed(char digit, string? id = null, string tag = "4f1c2d9")
    {
        var body = RegistryEventTests.With(RegistryEventTests.Push, "id", $"\"{id ?? $"push-{digit}"}\"");
        body = RegistryEventTests.With(body, "detail.image-digest", $"\"sha256:{new string(digit, 64)}\"");
        return RegistryEventTests.With(body, "detail.image-tag", $"\"{tag}\"");
    }

    private sealed class Machines : IStateMachines
    {
        public string Refuses { get; set; } = "";

        public List<string> Started { get; } = [];

        public Task StartAsync(string stateMachineArn, string name, string input, CancellationToken cancellationToken)
        {
            if (name == Refuses)
            {
                throw new UnavailableException("Step Functions does not answer.");
            }

            Started.Add(name);
            return Task.CompletedTask;
        }

        public List<string> Succeeded { get; } = [];

        public Task SucceedAsync(string taskToken, string output, CancellationToken cancellationToken)
        {
            if (taskToken == Refuses)
            {
                throw new UnavailableException("Step Functions does not answer.");
            }

            Succeeded.Add(taskToken);
            return Task.CompletedTask;
        }
    }

    private sealed class Unreadable : IGateWaits
    {
        public Task KeepAsync(Digest digest, ReleaseId release, string token, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ILookup<Digest, string>> FindAsync(IReadOnlyCollection<Digest> digests, CancellationToken cancellationToken) => throw new UnavailableException("DynamoDB does not answer.");
    }
}
