using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;

namespace Slipway.Tests.Shared.Domain.Scaling;

/// <summary>What the manifests of the operated systems make of a load, tick by tick.</summary>
public sealed class SystemScalingTests
{
    [Fact]
    [Trait("Requirement", "ODE-31")]
    [Trait("Requirement", "ODE-32")]
    [Trait("Requirement", "ODE-33")]
    [Trait("Requirement", "ODE-34")]
    public void The_workers_of_ode_double_by_at_most_four_over_a_hundred_jobs_and_halve_after_ten_quiet_minutes()
    {
        Assert.Empty(Follow("ode", "worker", 2, Minutes(30), _ => [100]));
        Assert.Equal(
            [(0, 4), (30, 8), (60, 12), (90, 16), (120, 20), (285 + 600, 10), (285 + 660, 5), (285 + 720, 2)],
            Follow("ode", "worker", 2, Minutes(60), second => [second < 300 ? 101 : 0]));
    }

    [Fact]
    [Trait("Requirement", "ODE-35")]
    public void A_stopping_worker_of_ode_has_two_minutes_for_what_it_does() => Assert.Equal(TimeSpan.FromSeconds(120), Find("ode", "worker").Grace);

    [Theory]
    [InlineData(70, 60, 2)]
    [InlineData(140, 10, 4)]
    [InlineData(10, 160, 4)]
    [Trait("Requirement", "ODE-36")]
    [Trait("Requirement", "ODE-37")]
    public void Either_cpu_or_memory_brings_pods_of_the_api_of_ode(int cpu, int memory, int expected) =>
        Assert.Equal(expected, Follow("ode", "api", 2, TimeSpan.FromSeconds(15), _ => [cpu, memory]).LastOrDefault((0, 2)).Item2);

    [Fact]
    [Trait("Requirement", "ODE-36")]
    [Trait("Requirement", "ODE-38")]
    [Trait("Requirement", "ODE-39")]
    public void The_api_of_ode_doubles_every_minute_and_halves_every_minute_after_five() => Assert.Equal(
        [(0, 4), (60, 8), (120, 10), (285 + 300, 5), (285 + 360, 2)], Follow("ode", "api", 2, Minutes(30), second => [second < 300 ? 140 : 10, 10]));

    [Fact]
    [Trait("Requirement", "DGT-15")]
    [Trait("Requirement", "DGT-61")]
    [Trait("Requirement", "DGT-62")]
    [Trait("Requirement", "DGT-63")]
    [Trait("Requirement", "DGT-64")]
    public void Dougust_adds_and_removes_one_task_every_five_minutes_within_two_to_ten()
    {
        var changes = Follow("dougust", "api", 2, Minutes(100), second => [second < 3000 ? 95 : 20, 40]);

        Assert.Equal([3, 4, 5, 6, 7, 8, 9, 10, 9, 8, 7, 6, 5, 4, 3, 2], changes.Select(change => change.Replicas));
        Assert.All(changes.Zip(changes.Skip(1)), pair => Assert.True(pair.Second.Second - pair.First.Second >= 300, $"{pair}"));
        Assert.Empty(Follow("dougust", "api", 2, Minutes(30), _ => [75, 60]));
    }

    [Fact]
    [Trait("Requirement", "CVH-43")]
    public void The_workers_of_cv_hub_are_one_to_four_and_change_one_at_a_time()
    {
        var changes = Follow("cv-hub", "worker", 1, Minutes(40), second => [second < 600 ? 5000 : 0]);

        Assert.Equal([2, 3, 4, 3, 2, 1], changes.Select(change => change.Replicas));
    }

    [Fact]
    [Trait("Requirement", "ACP-11")]
    public void The_fuller_queue_of_ai_community_says_how_many_workers_there_are_and_none_while_both_are_empty()
    {
        Assert.Equal(5, Follow("ai-community", "jobs-worker", 1, Minutes(5), _ => [450, 100])[^1].Replicas);
        Assert.Equal(4, Follow("ai-community", "jobs-worker", 1, Minutes(5), _ => [10, 2000])[^1].Replicas);
        Assert.Equal(0, Follow("ai-community", "jobs-worker", 1, Minutes(20), _ => [0, 0])[^1].Replicas);
    }

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);

    private static Service Find(string system, string service) => YamlManifest
        .Load(new(system, File.ReadAllText(Path.Combine(Repository.Root, "systems", $"{system}.yaml"))))
        .Require().Environments[^1].Service(new(service));

    /// <summary>The changes, as second and new number, of a tick every 15 seconds that reads a level for each metric.</summary>
    private static List<(int Second, int Replicas)> Follow(string system, string service, int replicas, TimeSpan time, Func<int, int[]> levels)
    {
        var found = Find(system, service);
        var state = new ScalingState(new(system), new("production"), found.Name);
        var changes = new List<(int, int)>();
        for (var second = 0; second < time.TotalSeconds; second += 15)
        {
            var read = levels(second).Zip(found.Scaling!.Metrics, (level, metric) => metric.Kind is MetricKind.Cpu or MetricKind.Memory && found.Kind != WorkloadKind.EcsService
                ? new MetricLevel([.. Enumerable.Repeat((double)level, replicas)]) { Pods = replicas }
                : MetricLevel.Of(level));
            var seen = new ScalingObservation(found.Scaling!, found.Replicas, replicas, [.. read], null, state, Any.Time.AddSeconds(second));
            (var decision, state) = ScalingRule.Tick(seen);
            if (decision.To != replicas)
            {
                changes.Add((second, replicas = decision.To));
            }
        }

        return changes;
    }
}
