using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Templates;
using Slipway.Domain.Systems;
using Slipway.Local;
using Slipway.Local.Records;

namespace Slipway.Tests.Ports.Records;

/// <summary>What holds for kept templates, wherever they are kept.</summary>
public abstract class KeptTemplatesContract
{
    private static readonly WorkloadAddress Api = new(new("eu-central-1"), "shop-production", "shop", WorkloadKind.Deployment, "api", "api");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected VirtualClock Clock { get; } = new(RecordSamples.Start);

    [Fact]
    public async Task A_template_is_found_by_its_fingerprint_and_of_two_revisions_the_last_one_counts()
    {
        var kept = await OpenAsync();
        var template = WorkloadTemplate.Of(new() { ["cpu"] = "256" }, "shop-api:3");
        Assert.Null(await kept.FindAsync(Api, template.Fingerprint, Token));

        await kept.SaveAsync(Api, template, Token);
        await kept.SaveAsync(Api, template with { Revision = "shop-api:4" }, Token);

        Assert.Equal(template with { Revision = "shop-api:4" }, await kept.FindAsync(Api, template.Fingerprint, Token));
    }

    [Fact]
    public async Task Every_workload_has_its_own()
    {
        var kept = await OpenAsync();
        var template = WorkloadTemplate.Of(new() { ["cpu"] = "256" });
        await kept.SaveAsync(Api, template, Token);

        foreach (var other in new[] { Api with { Name = "web" }, Api with { Namespace = "blue" }, Api with { Cluster = "other" }, Api with { Location = new("us-east-1") }, Api with { Container = "proxy" } })
        {
            Assert.Null(await kept.FindAsync(other, template.Fingerprint, Token));
        }
    }

    [Fact]
    public async Task The_longest_that_is_kept_is_kept_whole()
    {
        var kept = await OpenAsync();
        var template = WorkloadTemplate.Of(new() { ["args"] = new string('x', WorkloadTemplate.Longest - 11) });
        Assert.True(template.IsKept);
        Assert.False((template with { Text = $"{template.Text}x" }).IsKept);

        await kept.SaveAsync(Api, template, Token);

        Assert.Equal(template, await kept.FindAsync(Api, template.Fingerprint, Token));
    }

    protected abstract Task<IKeptTemplates> OpenAsync();
}

public sealed class SimulatedKeptTemplatesTests : KeptTemplatesContract
{
    protected override Task<IKeptTemplates> OpenAsync() => Task.FromResult<IKeptTemplates>(new KeptTemplates(Journal.InMemory(Clock)));
}
