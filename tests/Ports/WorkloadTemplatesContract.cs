using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Templates;
using Slipway.Domain.Systems;

namespace Slipway.Tests.Ports;

/// <summary>A settled workload, its template, and another hand that sets a variable of its container; null removes it.</summary>
public sealed record TemplateBench(WorkloadBench Bench, IWorkloadTemplates Templates, Func<string, string?, Task> SetVariableAsync) : IAsyncDisposable
{
    public IWorkloads Workloads => Bench.Workloads;

    public WorkloadAddress Address => Bench.Address;

    public ValueTask DisposeAsync() => Bench.DisposeAsync();
}

/// <summary>What every <see cref="IWorkloadTemplates"/> keeps, whatever runs the workloads.</summary>
public abstract class WorkloadTemplatesContract(WorkloadKind kind)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract Task<TemplateBench> OpenAsync(WorkloadKind kind);

    [Fact]
    public async Task Another_image_and_a_restart_leave_the_fingerprint_as_it_was()
    {
        await using var bench = await OpenAsync(kind);
        var before = await bench.Templates.ReadAsync(bench.Address, Token);

        await bench.Workloads.ChangeImageAsync(bench.Address, bench.Bench.Make(SampleImage.Healthy), 1, Token);
        await bench.Workloads.RestartAsync(bench.Address, "one", Token);

        var after = await bench.Templates.ReadAsync(bench.Address, Token);
        Assert.Equal(before.Fingerprint, after.Fingerprint);
        Assert.Equal(before.Fingerprint, (await bench.Workloads.ReadAsync(bench.Address, Token)).Template);
        Assert.Empty(TemplateFields.Differences(before.Text, after.Text));
    }

    [Fact]
    public async Task A_variable_of_another_hand_is_another_template_and_is_named_without_its_value()
    {
        await using var bench = await OpenAsync(kind);
        var before = await bench.Templates.ReadAsync(bench.Address, Token);

        await bench.SetVariableAsync("LOG_LEVEL", "secret-value");

        var after = await bench.Templates.ReadAsync(bench.Address, Token);
        Assert.NotEqual(before.Fingerprint, after.Fingerprint);
        Assert.Equal(after.Fingerprint, (await bench.Workloads.ReadAsync(bench.Address, Token)).Template);
        var field = Assert.Single(TemplateFields.Differences(before.Text, after.Text), path => path.EndsWith(".LOG_LEVEL", StringComparison.Ordinal));
        Assert.DoesNotContain("secret-value", field, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_is_restored_as_a_whole_with_the_image_that_is_asked_for()
    {
        await using var bench = await OpenAsync(kind);
        var image = bench.Bench.Make(SampleImage.Healthy);
        var before = await bench.Templates.ReadAsync(bench.Address, Token);
        await bench.SetVariableAsync("LOG_LEVEL", "debug");

        await bench.Templates.RestoreAsync(bench.Address, before, image, 5, Token);

        Assert.Equal(before.Fingerprint, (await bench.Templates.ReadAsync(bench.Address, Token)).Fingerprint);
        var state = await UntilArrivedAsync(bench);
        Assert.Equal((image, WorkloadBench.Replicas, before.Fingerprint), (state.Image, state.Ready, state.Template));
        await Assert.ThrowsAsync<ConflictException>(() => bench.Workloads.ChangeImageAsync(bench.Address, image, 4, Token));
    }

    [Fact]
    public async Task A_template_that_stands_is_not_restored_again()
    {
        await using var bench = await OpenAsync(kind);
        var image = bench.Bench.Make(SampleImage.Healthy);
        var before = await bench.Templates.ReadAsync(bench.Address, Token);
        await bench.Templates.RestoreAsync(bench.Address, before, image, 5, Token);
        await UntilArrivedAsync(bench);

        await bench.Templates.RestoreAsync(bench.Address, before, image, 5, Token);
        await bench.Templates.RestoreAsync(bench.Address, before, image, 6, Token);

        for (var step = 0; step < 5; step++)
        {
            await bench.Bench.PassAsync();
            Assert.Equal(0, (await bench.Workloads.ReadAsync(bench.Address, Token)).Old);
        }
    }

    [Fact]
    public async Task An_older_token_restores_nothing()
    {
        await using var bench = await OpenAsync(kind);
        var before = await bench.Templates.ReadAsync(bench.Address, Token);
        var image = bench.Bench.Make(SampleImage.Healthy);
        await bench.Workloads.ChangeImageAsync(bench.Address, image, 7, Token);
        await bench.SetVariableAsync("LOG_LEVEL", "debug");

        await Assert.ThrowsAsync<ConflictException>(() => bench.Templates.RestoreAsync(bench.Address, before, image, 6, Token));

        Assert.NotEqual(before.Fingerprint, (await bench.Templates.ReadAsync(bench.Address, Token)).Fingerprint);
    }

    private static async Task<WorkloadState> UntilArrivedAsync(TemplateBench bench)
    {
        for (var step = 0; step < 600; step++)
        {
            var state = await bench.Workloads.ReadAsync(bench.Address, Token);
            if (state.Old == 0 && state.Updated == state.Desired && state.Ready == state.Desired)
            {
                return state;
            }

            await bench.Bench.PassAsync();
        }

        throw new InvalidOperationException("The workload did not arrive.");
    }
}
