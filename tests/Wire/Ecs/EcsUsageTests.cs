using System.Globalization;
using Slipway.Aws.Ecs;
using Slipway.Aws.Monitoring;
using Slipway.Domain.Metrics;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;
using Slipway.Tests.Ports;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Ecs;

/// <summary>The contract, kept by the adapter before the metrics of moto, which measures no task: the figures are written by hand.</summary>
public sealed class EcsUsageTests(MotoServer moto) : WorkloadUsageContract
{
    protected override Task<UsageBench> OpenAsync() => Task.FromResult<UsageBench>(new Bench(moto));

    [Fact]
    public async Task The_last_minute_that_has_a_figure_counts_if_it_is_not_too_old()
    {
        var bench = new Bench(moto);
        await bench.WriteAsync("CPUUtilization", 90, minutesAgo: 8);
        var reading = await bench.Usage.ReadAsync(bench.Address, UsedResource.Cpu, Token);
        Assert.Equal("CloudWatch has no CPUUtilization of the service api in the cluster prod of the last 5 minutes.", reading.Problem);

        await bench.WriteAsync("CPUUtilization", 60, minutesAgo: 4);
        await bench.WriteAsync("CPUUtilization", 70, minutesAgo: 2);
        Assert.Equal([70], (await bench.Usage.ReadAsync(bench.Address, UsedResource.Cpu, Token)).Levels);
    }

    [Fact]
    public async Task A_cluster_may_be_named_by_its_ARN()
    {
        var bench = new Bench(moto);
        await bench.WriteAsync("MemoryUtilization", 40, minutesAgo: 2);
        var address = bench.Address with { Cluster = "arn:aws:ecs:eu-central-1:123456789012:cluster/prod" };
        Assert.Equal([40], (await bench.Usage.ReadAsync(address, UsedResource.Memory, Token)).Levels);
    }

    [Fact]
    public async Task Metrics_scripted_that_throttle_leave_the_usage_unknown()
    {
        var usage = new EcsWorkloadUsage(new CloudWatchMetrics(new ScriptedAws().Refuse("ThrottlingException").Clients()), TimeProvider.System);
        Assert.Equal("The metrics of eu-central-1 cannot be read: AWS throttles (ThrottlingException).", (await usage.ReadAsync(Shop.Api, UsedResource.Cpu, Token)).Problem);
    }

    private sealed class Bench(MotoServer moto) : UsageBench
    {
        private readonly Location _location = MotoAccount.New();
        private CloudWatchMetrics? _silent;

        public override IWorkloadUsage Usage => new EcsWorkloadUsage(_silent ?? Metrics, TimeProvider.System);

        public override WorkloadAddress Address => _silent is null ? Shop.Api with { Location = _location } : Shop.Api;

        public override int Levels => 1;

        private CloudWatchMetrics Metrics => new(moto.Clients());

        public override Task UseAsync(UsedResource resource, double percent) => WriteAsync($"{resource.ToString().Replace("Cpu", "CPU", false, CultureInfo.InvariantCulture)}Utilization", percent, 2);

        public Task WriteAsync(string name, double percent, int minutesAgo)
        {
            var at = TimeProvider.System.GetUtcNow().AddMinutes(-minutesAgo);
            return Metrics.WriteAsync(
                _location,
                [
                    new(Of(name, "api"), at, percent - 5), new(Of(name, "api"), at, percent + 5),
                    new(Of(name, "worker"), at.AddSeconds(1), 99),
                ],
                Token);
        }

        public override Task StopAnsweringAsync()
        {
            _silent = new(new ScriptedAws().Refuse("ThrottlingException").Clients());
            return Task.CompletedTask;
        }

        private static Metric Of(string name, string service) => new("AWS/ECS", name, [new("ClusterName", "prod"), new("ServiceName", service)]);
    }
}
