using Slipway.Domain;
using Slipway.Domain.Remediation;
using Slipway.Domain.Scaling;

namespace Slipway.Tests.Local.Account;

public sealed class QueueTests
{
    private static readonly WorkQueue Orders = new("orders", QueueKind.Sqs, new("worker"));

    [Fact]
    public async Task The_ready_replicas_of_the_consumer_serve_what_waits()
    {
        var run = new AccountRun();
        run.Account.Queues.Burst(Shop.Name, Shop.Production, "orders", 600, AccountRun.Start.AddMinutes(1));
        run.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(new QueueDepth(599, 1), await Read(run));

        run.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(new QueueDepth(479, 1), await Read(run));

        await run.Account.Cluster.ScaleAsync(Shop.Address("worker"), 4, AccountRun.Token);
        Assert.True(run.Settle(TimeSpan.FromMinutes(1)));
        run.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(new QueueDepth(0, 0), await Read(run));
    }

    [Fact]
    public async Task Arrivals_above_the_service_let_the_queue_grow_and_set_off_its_alarm()
    {
        var run = new AccountRun();
        run.Account.Queues.SetArrivals(Shop.Name, Shop.Production, "orders", 90);
        run.Pass(TimeSpan.FromMinutes(10));

        Assert.Equal(new QueueDepth(299, 1), await Read(run));
        Assert.Equal(AlarmState.Alarm, (await run.Account.Alarms.ReadAsync(Shop.Location, ["shop-production-backlog"], AccountRun.Token))[0].State);
    }

    [Fact]
    public async Task The_depth_does_not_depend_on_how_often_it_is_read()
    {
        var (seldom, often) = (new AccountRun(), new AccountRun());
        foreach (var run in new[] { seldom, often })
        {
            run.Account.Queues.SetArrivals(Shop.Name, Shop.Production, "orders", 100);
        }

        for (var second = 0; second < 600; second++)
        {
            often.Pass(TimeSpan.FromSeconds(1));
            await Read(often);
        }

        seldom.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(await Read(seldom), await Read(often));
    }

    [Fact]
    public async Task An_unreadable_queue_has_no_depth_and_an_unknown_one_is_refused()
    {
        var run = new AccountRun();
        run.Account.Queues.SetReadable(Shop.Name, Shop.Production, "orders", false);
        Assert.Null(await Read(run));

        run.Account.Queues.SetReadable(Shop.Name, Shop.Production, "orders", true);
        Assert.Equal(new QueueDepth(0, 0), await Read(run));
        Assert.Throws<RejectedException>(() => run.Account.Queues.Burst(Shop.Name, Shop.Production, "bills", 1));
    }

    private static async Task<QueueDepth?> Read(AccountRun run) => (await run.Account.Queues.ReadAsync(Shop.Name, Shop.Manifest.Environment(Shop.Production), Orders, AccountRun.Token)).Depth;
}
