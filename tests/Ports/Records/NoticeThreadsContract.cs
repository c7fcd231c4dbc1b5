using Slipway.Domain;
using Slipway.Domain.Notifications;
using Slipway.Local;
using Slipway.Local.Records;

namespace Slipway.Tests.Ports.Records;

/// <summary>What holds for the threads of notices, wherever they are kept.</summary>
public abstract class NoticeThreadsContract
{
    private static readonly Channel Team = new("team", ChannelKind.Slack, "shop/slack") { Conversation = "C0123456789" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected VirtualClock Clock { get; } = new(RecordSamples.Start);

    [Fact]
    public async Task A_thread_is_of_one_release_in_one_conversation_and_written_only_over_the_version_that_was_read()
    {
        var threads = await OpenAsync();
        var empty = await threads.ReadAsync("shop-1", Team, Token);
        Assert.Equal(NoticeThread.Of("shop-1", Team), empty);

        var begun = await threads.SaveAsync(empty.Showing("1767603600.000100", RecordSamples.Start), Token);
        await Assert.ThrowsAsync<ConflictException>(() => threads.SaveAsync(empty.Opening(RecordSamples.Start), Token));
        Assert.Equal(begun, await threads.ReadAsync("shop-1", Team, Token));
        Assert.Null((await threads.ReadAsync("shop-2", Team, Token)).First);
        Assert.Null((await threads.ReadAsync("shop-1", Team with { Conversation = "C9876543210" }, Token)).First);
    }

    [Fact]
    public async Task Of_sixteen_who_would_begin_it_at_once_one_does()
    {
        var threads = await OpenAsync();
        var empty = await threads.ReadAsync("shop-1", Team, Token);
        Assert.Equal(1, await Race.WinnersAsync(16, () => threads.SaveAsync(empty.Opening(RecordSamples.Start), Token)));
    }

    protected abstract Task<INoticeThreads> OpenAsync();
}

public sealed class SimulatedNoticeThreadsTests : NoticeThreadsContract
{
    protected override Task<INoticeThreads> OpenAsync() => Task.FromResult<INoticeThreads>(new NoticeThreads());
}
