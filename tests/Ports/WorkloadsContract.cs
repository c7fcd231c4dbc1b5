using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Tests.Ports;

/// <summary>What every <see cref="IWorkloads"/> keeps, whatever runs the workloads.</summary>
public abstract class WorkloadsContract(WorkloadKind kind)
{
    private const int Patience = 600;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract Task<WorkloadBench> OpenAsync(WorkloadKind kind);

    [Fact]
    public async Task A_settled_workload_says_what_it_runs_and_that_all_of_it_serves()
    {
        await using var bench = await OpenAsync(kind);

        var state = await Read(bench);

        Assert.Equal((WorkloadBench.Replicas, WorkloadBench.Replicas, WorkloadBench.Replicas, 0), (state.Desired, state.Updated, state.Ready, state.Old));
        Assert.Empty(state.Troubles);
    }

    [Fact]
    public async Task A_count_tells_how_many_replicas_there_are_and_whether_a_rollout_replaces_them()
    {
        var looks = 60;
        await using var bench = await OpenAsync(kind);
        Assert.Equal(new ReplicaCount(WorkloadBench.Replicas, WorkloadBench.Replicas, WorkloadBench.Replicas, false), await Count(bench));

        await bench.Workloads.ChangeImageAsync(bench.Address, bench.Make(SampleImage.Healthy), 1, Token);
        await Until(bench, state => state.Updated > 0 && state.Old > 0);
        Assert.True((await Count(bench)).IsRollingOut);
        await Until(bench, HasArrived);
        do
        {
            await bench.PassAsync();
        }
        while (--looks > 0 && (await Count(bench)).IsRollingOut);

        Assert.Equal(new ReplicaCount(WorkloadBench.Replicas, WorkloadBench.Replicas, WorkloadBench.Replicas, false), await Count(bench));
    }

    [Fact]
    [Trait("Requirement", "ODE-28")]
    [Trait("Requirement", "ACP-24")]
    public async Task An_image_is_asked_for_at_once_and_comes_to_every_replica_in_time()
    {
        await using var bench = await OpenAsync(kind);
        var image = bench.Make(SampleImage.Healthy);

        await bench.Workloads.ChangeImageAsync(bench.Address, image, 1, Token);
        var asked = await Read(bench);
        Assert.Equal(image, asked.Image);
        Assert.False(HasArrived(asked));

        var least = WorkloadBench.Replicas;
        var arrived = await Until(bench, state =>
        {
            least = Math.Min(least, state.Ready + state.Old);
            return HasArrived(state);
        });
        Assert.Equal(image, arrived.Image);
        Assert.InRange(least, WorkloadBench.Replicas - 1, WorkloadBench.Replicas);
    }

    [Fact]
    public async Task An_image_that_is_asked_for_already_changes_nothing()
    {
        await using var bench = await OpenAsync(kind);
        var image = bench.Make(SampleImage.Healthy);
        await bench.Workloads.ChangeImageAsync(bench.Address, image, 1, Token);
        await Until(bench, HasArrived);

        await bench.Workloads.ChangeImageAsync(bench.Address, image, 1, Token);
        await bench.Workloads.ChangeImageAsync(bench.Address, image, 2, Token);
        await AssertStaysAsync(bench);
    }

    [Fact]
    public async Task An_older_token_is_refused_also_when_the_newer_one_changed_nothing()
    {
        await using var bench = await OpenAsync(kind);
        var (one, two) = (bench.Make(SampleImage.Healthy), bench.Make(SampleImage.Healthy));
        await bench.Workloads.ChangeImageAsync(bench.Address, one, 6, Token);
        await bench.Workloads.ChangeImageAsync(bench.Address, one, 8, Token);

        var refused = await Assert.ThrowsAsync<ConflictException>(() => bench.Workloads.ChangeImageAsync(bench.Address, two, 7, Token));

        Assert.Contains("token 7 is older", refused.Message, StringComparison.Ordinal);
        Assert.Equal(one, (await Read(bench)).Image);
        await bench.Workloads.ChangeImageAsync(bench.Address, two, 8, Token);
        Assert.Equal(two, (await Read(bench)).Image);
    }

    [Fact]
    public async Task Of_two_writers_at_once_the_newer_token_has_the_last_word()
    {
        await using var bench = await OpenAsync(kind);
        var (old, young) = (bench.Make(SampleImage.Healthy), bench.Make(SampleImage.Healthy));

        var writers = Enumerable.Range(0, 6).Select(async writer =>
        {
            try
            {
                await bench.Workloads.ChangeImageAsync(bench.Address, writer == 3 ? young : old, writer == 3 ? 9 : 8, Token);
                return true;
            }
            catch (ConflictException)
            {
                return false;
            }
        }).ToList();
        var written = await Task.WhenAll(writers);

        Assert.True(written[3]);
        Assert.Equal(young, (await Read(bench)).Image);
    }

    [Fact]
    public async Task Replicas_that_crash_are_told_with_the_reason_and_the_way_back_leads_out()
    {
        await using var bench = await OpenAsync(kind);
        var before = (await Read(bench)).Image;
        await bench.Workloads.ChangeImageAsync(bench.Address, bench.Make(SampleImage.Crashing), 1, Token);

        var broken = await Until(bench, state => state.Troubles.Any(trouble => trouble.Reason == "CrashLoopBackOff"));
        Assert.All(broken.Troubles, trouble => Assert.NotEmpty(trouble.Pod));
        Assert.Contains("exit code", broken.Troubles.First(trouble => trouble.Reason == "CrashLoopBackOff").Message, StringComparison.Ordinal);
        Assert.True(broken.Old > 0);
        Assert.False(HasArrived(broken));

        await bench.Workloads.ChangeImageAsync(bench.Address, before, 2, Token);
        Assert.Empty((await Read(bench)).Troubles);
        Assert.Equal(before, (await Until(bench, HasArrived)).Image);
    }

    [Fact]
    public async Task Replicas_whose_image_cannot_be_pulled_are_told()
    {
        await using var bench = await OpenAsync(kind);
        var image = bench.Make(SampleImage.Unpullable);
        await bench.Workloads.ChangeImageAsync(bench.Address, image, 1, Token);

        var broken = await Until(bench, state => state.Troubles.Any(trouble => trouble.Reason == "ImagePullBackOff"));

        Assert.Contains(image.Digest.Value, broken.Troubles[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replicas_are_added_and_taken_away()
    {
        await using var bench = await OpenAsync(kind);
        if (kind == WorkloadKind.DaemonSet)
        {
            var refused = await Assert.ThrowsAsync<RejectedException>(() => bench.Workloads.ScaleAsync(bench.Address, 5, Token));
            Assert.Contains(bench.Address.Name, refused.Message, StringComparison.Ordinal);
            await AssertStaysAsync(bench);
            return;
        }

        foreach (var replicas in new[] { 5, 5, 1, 0 })
        {
            await bench.Workloads.ScaleAsync(bench.Address, replicas, Token);
            Assert.Equal((replicas, replicas), ((await Read(bench)).Desired, (await Count(bench)).Desired));
            await Until(bench, state => HasArrived(state) && state.Updated == replicas);
        }
    }

    [Fact]
    public async Task A_negative_number_of_replicas_is_refused()
    {
        await using var bench = await OpenAsync(kind);

        var refused = await Assert.ThrowsAsync<RejectedException>(() => bench.Workloads.ScaleAsync(bench.Address, -1, Token));

        Assert.Contains("-1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_replaces_every_replica_once_for_each_id()
    {
        await using var bench = await OpenAsync(kind);
        foreach (var id in new[] { "alarm-1", "alarm-2" })
        {
            await bench.Workloads.RestartAsync(bench.Address, id, Token);
            await bench.PassAsync();
            Assert.False(HasArrived(await Read(bench)));
            await Until(bench, HasArrived);
        }

        await bench.Workloads.RestartAsync(bench.Address, "alarm-2", Token);
        await bench.Workloads.RestartAsync(bench.Address, "alarm-1", Token);
        await AssertStaysAsync(bench);
    }

    [Fact]
    public async Task Restarts_and_images_do_not_undo_each_other()
    {
        await using var bench = await OpenAsync(kind);
        var image = bench.Make(SampleImage.Healthy);
        await bench.Workloads.ChangeImageAsync(bench.Address, image, 1, Token);
        await bench.Workloads.RestartAsync(bench.Address, "alarm-1", Token);
        await Until(bench, HasArrived);

        await bench.Workloads.ChangeImageAsync(bench.Address, image, 2, Token);
        await bench.Workloads.RestartAsync(bench.Address, "alarm-1", Token);
        await AssertStaysAsync(bench);
        Assert.Equal(image, (await Read(bench)).Image);
        await Assert.ThrowsAsync<ConflictException>(() => bench.Workloads.ChangeImageAsync(bench.Address, bench.Make(SampleImage.Healthy), 1, Token));
    }

    [Fact]
    public async Task A_workload_that_does_not_exist_is_refused_by_name()
    {
        await using var bench = await OpenAsync(kind);
        var missing = bench.Address with { Name = "no-such-workload" };
        foreach (var call in new Func<Task>[]
        {
            () => bench.Workloads.ReadAsync(missing, Token),
            () => bench.Workloads.CountAsync(missing, Token),
            () => bench.Workloads.ChangeImageAsync(missing, bench.Make(SampleImage.Healthy), 1, Token),
            () => bench.Workloads.RestartAsync(missing, "alarm-1", Token),
        })
        {
            var refused = await Assert.ThrowsAsync<RejectedException>(call);
            Assert.Contains("no-such-workload", refused.Message, StringComparison.Ordinal);
            Assert.Contains(missing.Cluster, refused.Message, StringComparison.Ordinal);
        }
    }

    private static Task<WorkloadState> Read(WorkloadBench bench) => bench.Workloads.ReadAsync(bench.Address, Token);

    private static Task<ReplicaCount> Count(WorkloadBench bench) => bench.Workloads.CountAsync(bench.Address, Token);

    /// <summary>As the rollout rule sees it.</summary>
    private static bool HasArrived(WorkloadState state) => state.Updated >= state.Desired && state.Ready >= state.Desired && state.Old == 0;

    /// <summary>Nothing was asked of the workload that it had not done already.</summary>
    private static async Task AssertStaysAsync(WorkloadBench bench)
    {
        for (var look = 0; look < 3; look++)
        {
            await bench.PassAsync();
            Assert.True(HasArrived(await Read(bench)));
        }
    }

    private static async Task<WorkloadState> Until(WorkloadBench bench, Func<WorkloadState, bool> condition)
    {
        for (var look = 0; ; look++)
        {
            var state = await Read(bench);
            if (condition(state))
            {
                return state;
            }

            Assert.True(look < Patience, $"It never came about; the last that was seen is {state} {string.Join(", ", state.Troubles)}.");
            await bench.PassAsync();
        }
    }
}
