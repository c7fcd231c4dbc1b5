using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;
using Slipway.Tests.Local.Account;

namespace Slipway.Tests.Ports;

/// <summary>What holds for the depth of a queue, whatever it is made of.</summary>
public abstract class QueueDepthsContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected static EnvironmentManifest Environment { get; } = Shop.Manifest.Environment(Shop.Production);

    protected abstract IQueueDepths Queues { get; }

    /// <summary>The queue that is read; nothing is in it at first.</summary>
    protected abstract WorkQueue Queue { get; }

    [Fact]
    public async Task A_queue_that_nothing_was_put_into_is_empty() => Assert.Equal(new QueueDepth(0, 0), (await ReadAsync())! with { Arrived = null });

    [Fact]
    public async Task What_was_put_in_waits_or_is_being_worked_on()
    {
        await PutAsync(3);
        await PutAsync(40);
        var depth = await ReadAsync();
        Assert.Equal(43, depth?.Visible + depth?.InFlight);
        Assert.Equal(CountsArrivals ? 43 : null, depth?.Arrived);
    }

    [Fact]
    public async Task How_long_the_oldest_message_has_waited_is_told_when_it_is_wanted_or_why_not()
    {
        var empty = await WithAgeAsync();
        var least = await PutOldAsync();
        var full = await WithAgeAsync();
        Assert.Null((await ReadAsync())!.OldestAge);
        if (least is { } age)
        {
            Assert.Equal((TimeSpan.Zero, null), (empty.Depth?.OldestAge, empty.Problem));
            Assert.InRange(full.Depth!.OldestAge!.Value, age, age + TimeSpan.FromMinutes(1));
            Assert.Null(full.Problem);
        }
        else
        {
            Assert.Null(full.Depth!.OldestAge);
            Assert.EndsWith(".", full.Problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_queue_that_cannot_answer_now_has_no_depth_rather_than_none()
    {
        await PutAsync(1);
        await StopAnsweringAsync();
        await IsUnknownAsync();
    }

    [Fact]
    public async Task A_queue_that_nobody_answers_for_has_no_depth_rather_than_none()
    {
        await PutAsync(1);
        await DisappearAsync();
        await IsUnknownAsync();
    }

    /// <summary>Whether the queue counts what ever arrived.</summary>
    protected virtual bool CountsArrivals => false;

    protected abstract Task PutAsync(int messages);

    /// <summary>Puts a message in that has waited for a while, and says for how long at least; null where the queue does not tell.</summary>
    protected abstract Task<TimeSpan?> PutOldAsync();

    /// <summary>Brings its server into a state in which it cannot say, and which passes.</summary>
    protected abstract Task StopAnsweringAsync();

    /// <summary>Takes its server away.</summary>
    protected abstract Task DisappearAsync();

    protected async Task<QueueDepth?> ReadAsync() => (await Queues.ReadAsync(Shop.Name, Environment, Queue, Token)).Depth;

    private Task<QueueReading> WithAgeAsync() => Queues.ReadAsync(Shop.Name, Environment, Queue with { WantsAge = true }, Token);

    /// <summary>Unknown, and for a reason that a person can read.</summary>
    private async Task IsUnknownAsync()
    {
        var reading = await Queues.ReadAsync(Shop.Name, Environment, Queue, Token);
        Assert.Null(reading.Depth);
        Assert.EndsWith(".", reading.Problem, StringComparison.Ordinal);
    }
}

public sealed class SimulatedQueueDepthsTests : QueueDepthsContract
{
    private readonly AccountRun _run = new();

    protected override IQueueDepths Queues => _run.Account.Queues;

    protected override WorkQueue Queue => Environment.Queues[0] with { Kind = QueueKind.BullMq };

    protected override bool CountsArrivals => true;

    protected override Task PutAsync(int messages)
    {
        _run.Account.Queues.Burst(Shop.Name, Shop.Production, Queue.Name, messages);
        return Task.CompletedTask;
    }

    /// <summary>Two minutes of work for the one replica.</summary>
    protected override async Task<TimeSpan?> PutOldAsync()
    {
        await PutAsync(120);
        return TimeSpan.FromMinutes(2);
    }

    protected override Task StopAnsweringAsync()
    {
        _run.Account.Queues.SetReadable(Shop.Name, Shop.Production, Queue.Name, false);
        return Task.CompletedTask;
    }

    protected override Task DisappearAsync() => StopAnsweringAsync();
}
