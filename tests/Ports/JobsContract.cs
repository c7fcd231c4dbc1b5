using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;

namespace Slipway.Tests.Ports;

/// <summary>How a job goes that a contract asks for.</summary>
public enum SampleJob
{
    /// <summary>Writes lines, the last of them "done", and succeeds.</summary>
    Succeeds,

    /// <summary>Writes lines, the last of them "broken", and fails.</summary>
    Fails,

    /// <summary>Runs longer than anybody waits.</summary>
    Lasts,

    /// <summary>Its image cannot be pulled.</summary>
    Unpullable,
}

/// <summary>A workload that jobs can be like, and what stands behind it.</summary>
public abstract class JobBench : IAsyncDisposable
{
    public abstract IJobs Jobs { get; }

    public abstract WorkloadAddress Like { get; }

    /// <summary>What to run so that it goes like this.</summary>
    public abstract (Image Image, IReadOnlyList<string> Run) Make(SampleJob job);

    /// <summary>The last line of a job's log that goes like this.</summary>
    public abstract string LastLine(SampleJob job);

    /// <summary>Lets a little time pass: what runs moves on.</summary>
    public abstract Task PassAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>What every <see cref="IJobs"/> keeps, whatever runs the jobs.</summary>
public abstract class JobsContract
{
    private const int Patience = 600;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(15);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract Task<JobBench> OpenAsync();

    [Fact]
    public async Task A_job_that_nobody_started_is_missing()
    {
        await using var bench = await OpenAsync();
        Assert.Equal(JobStatus.Missing, (await bench.Jobs.ReadAsync(new(bench.Like, "migrate-0"), Token)).Status);
        await bench.Jobs.StopAsync(new(bench.Like, "migrate-0"), Token);
        Assert.Equal(JobStatus.Missing, (await bench.Jobs.ReadAsync(new(bench.Like, "migrate-0"), Token)).Status);
    }

    [Fact]
    public async Task A_job_runs_until_it_succeeds_and_says_what_it_wrote()
    {
        await using var bench = await OpenAsync();
        var job = await StartAsync(bench, SampleJob.Succeeds, Long);
        Assert.Equal(JobStatus.Running, (await bench.Jobs.ReadAsync(job, Token)).Status);

        var ended = await EndAsync(bench, job);

        Assert.Equal(JobStatus.Succeeded, ended.Status);
        Assert.Equal(bench.LastLine(SampleJob.Succeeds), ended.LogTail.TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public async Task A_job_that_fails_says_its_last_line_last()
    {
        await using var bench = await OpenAsync();
        var job = await StartAsync(bench, SampleJob.Fails, Long);

        var ended = await EndAsync(bench, job);

        Assert.Equal(JobStatus.Failed, ended.Status);
        Assert.Equal(bench.LastLine(SampleJob.Fails), ended.LogTail.TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public async Task A_job_runs_once_however_often_it_is_started()
    {
        await using var bench = await OpenAsync();
        var job = await StartAsync(bench, SampleJob.Succeeds, Long);
        await StartAsync(bench, SampleJob.Succeeds, Long);
        Assert.Equal(JobStatus.Succeeded, (await EndAsync(bench, job)).Status);

        await StartAsync(bench, SampleJob.Succeeds, Long);

        Assert.Equal(JobStatus.Succeeded, (await bench.Jobs.ReadAsync(job, Token)).Status);
    }

    [Fact]
    public async Task A_stopped_job_has_failed_and_a_late_start_does_not_run_it_again()
    {
        await using var bench = await OpenAsync();
        var job = await StartAsync(bench, SampleJob.Lasts, Long);
        await bench.PassAsync();
        await bench.Jobs.StopAsync(job, Token);
        await bench.Jobs.StopAsync(job, Token);
        var ended = await EndAsync(bench, job);
        Assert.Equal(JobStatus.Failed, ended.Status);
        Assert.EndsWith("Stopped before it ended.", ended.LogTail.TrimEnd(), StringComparison.Ordinal);

        await StartAsync(bench, SampleJob.Lasts, Long);
        await bench.PassAsync();

        Assert.Equal(JobStatus.Failed, (await bench.Jobs.ReadAsync(job, Token)).Status);
    }

    [Fact]
    public async Task Stopping_a_job_that_has_ended_changes_nothing()
    {
        await using var bench = await OpenAsync();
        var job = await StartAsync(bench, SampleJob.Succeeds, Long);
        var ended = await EndAsync(bench, job);

        await bench.Jobs.StopAsync(job, Token);
        await bench.PassAsync();

        Assert.Equal(ended, await bench.Jobs.ReadAsync(job, Token));
    }

    [Theory]
    [InlineData(SampleJob.Lasts)]
    [InlineData(SampleJob.Unpullable)]
    public async Task A_job_that_is_later_than_its_timeout_has_failed_and_says_so(SampleJob sample)
    {
        await using var bench = await OpenAsync();
        var job = await StartAsync(bench, sample, Short);

        var ended = await EndAsync(bench, job);

        Assert.Equal(JobStatus.Failed, ended.Status);
        Assert.Contains("DeadlineExceeded", ended.LogTail, StringComparison.Ordinal);
    }

    private static async Task<JobAddress> StartAsync(JobBench bench, SampleJob sample, TimeSpan timeout)
    {
        var (image, run) = bench.Make(sample);
        var job = new JobAddress(bench.Like, "migrate-1");
        await bench.Jobs.StartAsync(new(job, image, run, timeout), Token);
        return job;
    }

    private static async Task<JobState> EndAsync(JobBench bench, JobAddress job)
    {
        for (var look = 0; ; look++)
        {
            var state = await bench.Jobs.ReadAsync(job, Token);
            if (state.Status != JobStatus.Running)
            {
                return state;
            }

            Assert.True(look < Patience, $"The job never ended; the last that was seen is {state}.");
            await bench.PassAsync();
        }
    }
}
