using Amazon.Runtime;
using Amazon.SQS;
using Slipway.Aws.Access;
using Slipway.Aws.Monitoring;
using Slipway.Aws.Queues;
using Slipway.Domain;
using Slipway.Domain.Metrics;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;
using Slipway.Tests.Local.Account;
using Slipway.Tests.Ports;
using Slipway.Tests.Wire.Peers;
using Metric = Slipway.Domain.Metrics.Metric;

namespace Slipway.Tests.Wire.Services;

/// <summary>Queues of moto, whose counts are real.</summary>
public sealed class SqsQueueDepthsTests : QueueDepthsContract, IAsyncLifetime
{
    private readonly Location _location = MotoAccount.New();
    private readonly AwsClients _clients;
    private readonly AmazonSQSClient _sqs;
    private AwsClients? _silent;
    private string _url = "";

    public SqsQueueDepthsTests(MotoServer moto)
    {
        _clients = moto.Clients();
        _sqs = _clients.For(_location, AwsServices.Sqs);
        Depths = Open(_clients);
    }

    protected override IQueueDepths Queues => _silent is { } silent ? Open(silent) : new InAccount(Depths, _location);

    protected override WorkQueue Queue { get; } = new("orders", QueueKind.Sqs, null) { Source = "shop-orders" };

    private SqsQueueDepths Depths { get; }

    public async ValueTask InitializeAsync() => _url = (await _sqs.CreateQueueAsync(new() { QueueName = "shop-orders" }, Token)).QueueUrl;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_is_worked_on_and_what_is_delayed_are_told_apart_from_what_waits()
    {
        await PutAsync(3);
        await _sqs.SendMessageAsync(new() { QueueUrl = _url, MessageBody = "later", DelaySeconds = 600 }, Token);
        await _sqs.ReceiveMessageAsync(new() { QueueUrl = _url, MaxNumberOfMessages = 1 }, Token);

        Assert.Equal(new QueueDepth(2, 1) { Delayed = 1 }, await ReadAsync());
    }

    [Fact]
    public async Task A_queue_may_be_named_by_its_address()
    {
        await PutAsync(2);
        Assert.Equal(new QueueReading(new(2, 0)), await Queues.ReadAsync(Shop.Name, Environment, Queue with { Source = _url }, Token));
    }

    [Fact]
    public async Task A_queue_that_there_is_not_is_refused_by_its_name() => Assert.Equal(
        "The depth of the queue bills cannot be read: there is no such queue in eu-central-1; make it, or correct its name in the manifest.",
        (await Assert.ThrowsAsync<RejectedException>(() => Queues.ReadAsync(Shop.Name, Environment, Queue with { Source = "bills" }, Token))).Message);

    [Fact]
    public async Task Where_CloudWatch_knows_no_age_or_throttles_the_depth_is_known_still()
    {
        await PutAsync(2);
        var reading = await Queues.ReadAsync(Shop.Name, Environment, Queue with { WantsAge = true }, Token);
        Assert.Equal(
            (new QueueDepth(2, 0), "The age of the queue shop-orders is unknown: CloudWatch has no ApproximateAgeOfOldestMessage of its last 10 minutes."), (reading.Depth, reading.Problem));

        var throttled = new SqsQueueDepths(_clients, new Refusing(new UnavailableException("CloudWatch throttles.")), TimeProvider.System);
        reading = await new InAccount(throttled, _location).ReadAsync(Shop.Name, Environment, Queue with { WantsAge = true }, Token);
        Assert.Equal((new QueueDepth(2, 0), "CloudWatch throttles."), (reading.Depth, reading.Problem));
    }

    [Fact]
    public async Task An_age_that_may_not_be_read_is_refused()
    {
        await PutAsync(1);
        var denied = new SqsQueueDepths(_clients, new Refusing(new RejectedException("Permission is missing.")), TimeProvider.System);
        var refused = await Assert.ThrowsAsync<RejectedException>(() => new InAccount(denied, _location).ReadAsync(Shop.Name, Environment, Queue with { WantsAge = true }, Token));
        Assert.Equal("Permission is missing.", refused.Message);
    }

    [Fact]
    public async Task Queues_of_SQS_and_of_Redis_are_read_each_by_its_own()
    {
        await PutAsync(2);
        var depths = new QueueDepths(Depths, new Fixed());
        var environment = Environment with { Location = _location };

        Assert.Equal(new QueueReading(new(2, 0)), await depths.ReadAsync(Shop.Name, environment, Queue, Token));
        Assert.Equal(new QueueReading(new(7, 0)), await depths.ReadAsync(Shop.Name, environment, Queue with { Kind = QueueKind.BullMq }, Token));
    }

    protected override async Task PutAsync(int messages)
    {
        for (var message = 0; message < messages; message++)
        {
            await _sqs.SendMessageAsync(new() { QueueUrl = _url, MessageBody = "order" }, Token);
        }
    }

    /// <summary>moto counts no age, so the metric is written by hand.</summary>
    protected override async Task<TimeSpan?> PutOldAsync()
    {
        await PutAsync(1);
        var metric = new Metric("AWS/SQS", "ApproximateAgeOfOldestMessage", [new("QueueName", "shop-orders")]);
        var now = TimeProvider.System.GetUtcNow();
        await new CloudWatchMetrics(_clients).WriteAsync(_location, [new(metric, now.AddMinutes(-4), 5), new(metric, now.AddMinutes(-2), 600), new(metric with { Dimensions = [new("QueueName", "other")] }, now.AddMinutes(-1), 7)], Token);
        return TimeSpan.FromMinutes(10);
    }

    protected override Task StopAnsweringAsync()
    {
        _silent = new ScriptedAws().Refuse("ThrottlingException").Clients();
        return Task.CompletedTask;
    }

    protected override Task DisappearAsync()
    {
        _silent = new(new("eu-central-1") { Endpoint = new($"http://127.0.0.1:{Peer.FreePort()}"), Credentials = new BasicAWSCredentials("key", "secret"), Retries = 0 });
        return Task.CompletedTask;
    }

    private static SqsQueueDepths Open(AwsClients clients) => new(clients, new CloudWatchMetrics(clients), TimeProvider.System);

    /// <summary>The contract's environment, in the account of the test.</summary>
    private sealed class InAccount(SqsQueueDepths depths, Location location) : IQueueDepths
    {
        public Task<QueueReading> ReadAsync(SystemName system, EnvironmentManifest environment, WorkQueue queue, CancellationToken cancellationToken) =>
            depths.ReadAsync(system, environment with { Location = location }, queue, cancellationToken);
    }

    private sealed class Refusing(Exception failure) : IMetrics
    {
        public Task<IReadOnlyList<IReadOnlyList<MetricPoint>>> ReadAsync(Location location, IReadOnlyList<MetricQuery> queries, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
            throw failure;

        public Task WriteAsync(Location location, IReadOnlyList<MetricSample> samples, CancellationToken cancellationToken) => throw failure;
    }

    private sealed class Fixed : IQueueDepths
    {
        public Task<QueueReading> ReadAsync(SystemName system, EnvironmentManifest environment, WorkQueue queue, CancellationToken cancellationToken) =>
            Task.FromResult<QueueReading>(new(new(7, 0)));
    }
}
