using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Rollouts.Capacity;
using static Slipway.Tests.Shared.Domain.Rollouts.Capacity.Demands;

namespace Slipway.Tests.Shared.Domain.Rollouts.Capacity;

public sealed class CapacityPlanTests
{
    private static readonly CanaryPlan Steps = new([new(10, Any.Seconds(60)), new(50, Any.Seconds(60))]);

    [Fact]
    public void Services_of_one_level_need_room_at_once_and_levels_one_after_another() => Assert.Equal(
        ["replacing api, mail: api 1, mail 1", "replacing web: web 1"],
        Told([Service("api"), Service("web", dependsOn: "api"), Service("mail")]));

    [Fact]
    public void What_goes_on_in_its_place_needs_nothing_and_what_runs_elsewhere_is_not_reckoned() => Assert.Equal(
        ["replacing web: web 1"],
        Told([Service("api", beside: 0), Service("mail") with { Demand = null }, Service("web", dependsOn: ["api", "mail"])]));

    [Fact]
    public void A_dependency_outside_the_release_waits_for_nobody() => Assert.Equal(["replacing api: api 1"], Told([Service("api", dependsOn: "database")]));

    [Fact]
    public void Canaries_need_their_steps_and_stay_while_the_services_are_replaced() => Assert.Equal(
        [
            "trying api, web on 10 % beside what serves: api-canary 1, web-canary 1",
            "trying api, web on 50 % beside what serves: api-canary 9, web-canary 1",
            "replacing api: api-canary 9, web-canary 1, api 1",
            "replacing web: api-canary 9, web-canary 1, web 1",
        ],
        Told([Service("api", replicas: 9, hasCanary: true), Service("web", replicas: 1, hasCanary: true, dependsOn: "api")], Steps));

    [Fact]
    public void A_green_side_has_as_many_replicas_as_there_are() => Assert.Equal(
        ["trying api in full beside what serves: api-canary 5", "replacing api, set: api-canary 5, api 1"],
        Told([Service("api", replicas: 5, hasCanary: true), Service("set", beside: 0)], CanaryPlan.BlueGreen(Any.Seconds(1), Any.Seconds(1))));

    [Fact]
    public void What_sleeps_has_no_canary() => Assert.Empty(Told([Service("api", replicas: 0, beside: 0, hasCanary: true)], Steps));

    [Fact]
    public void Jobs_run_before_and_after_all_at_once_and_what_has_ended_stays_counted()
    {
        var moments = CapacityPlan.Of([Service("api", hasCanary: true)], Steps, [Job("migrate"), Job("seed")], [Job("smoke-test")]);

        Assert.Equal(["running migrate, seed", "trying api on 10 % beside what serves", "trying api on 50 % beside what serves", "replacing api", "running smoke-test"], moments.Select(moment => moment.Doing));
        Assert.Equal([2, 1, 3, 4, 1], moments.Select(moment => moment.Takes("pods")));
        Assert.Equal([2, 3, 5, 6, 3], moments.Select(moment => moment.Takes("count/pods")));
        Assert.Equal([2, 2, 2, 2, 3], moments.Select(moment => moment.Takes("count/jobs.batch")));
        Assert.Equal([0, 1, 1, 1, 0], moments.Select(moment => moment.Takes("count/deployments.apps")));
        Assert.Equal([0.2, 0.5, 1.5, 2, 0.1], moments.Select(moment => Math.Round(moment.Takes("requests.cpu"), 3)));
        Assert.All(moments, moment => Assert.Equal(0, moment.Takes("requests.nvidia.com/gpu")));
    }

    [Fact]
    public void A_ring_of_dependencies_comes_to_an_end() => Assert.Equal(["replacing a, b: a 1, b 1"], Told([Service("a", dependsOn: "b"), Service("b", dependsOn: "a")]));

    private static IEnumerable<string> Told(IReadOnlyList<PlannedService> services, CanaryPlan? plan = null) =>
        CapacityPlan.Of(services, plan, [], []).Select(moment => $"{moment.Doing}: {string.Join(", ", moment.Pods.Select(pods => $"{pods.Of} {pods.Count}"))}");
}
