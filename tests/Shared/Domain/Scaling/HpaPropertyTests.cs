using Slipway.Domain.Scaling;
using Slipway.Domain.Scaling.Hpa;

namespace Slipway.Tests.Shared.Domain.Scaling;

/// <summary>The rules of the autoscaler beside a second implementation, written as plainly as can be, on what chance brings.</summary>
public sealed class HpaPropertyTests
{
    private const int Times = 20_000;

    [Fact]
    public void Limits_are_those_of_a_plain_implementation()
    {
        var chance = new Random(1);
        for (var time = 0; time < Times; time++)
        {
            var (min, current, desired) = (chance.Next(5), chance.Next(40), chance.Next(60));
            var max = min + chance.Next(1, 50);
            var (up, down, events) = (Direction(chance), Direction(chance), Events(chance));

            var answer = HpaBehavior.Limit(current, desired, min, max, up, down, events, Any.Time);

            Assert.Equal(Plain(current, desired, min, max, up, down, events), answer.Replicas);
        }
    }

    [Fact]
    public void Windows_are_those_of_a_plain_implementation()
    {
        var chance = new Random(2);
        for (var time = 0; time < Times; time++)
        {
            var (current, desired) = (chance.Next(20), chance.Next(20));
            var past = Enumerable.Range(0, chance.Next(6)).Select(_ => new Recommendation(Any.Time.AddSeconds(-chance.Next(400)), chance.Next(20))).ToList();
            var (up, down) = (chance.Next(300), chance.Next(300));

            Assert.Equal(Plain(past, current, desired, up, down), HpaMemory.Stabilize(past, current, desired, Any.Seconds(up), Any.Seconds(down), Any.Time));
        }
    }

    [Fact]
    public void A_memory_never_grows_beyond_what_its_windows_need()
    {
        var chance = new Random(3);
        IReadOnlyList<Recommendation> kept = [];
        for (var tick = 0; tick < 1000; tick++)
        {
            kept = HpaMemory.Keep(kept, chance.Next(20), TimeSpan.FromMinutes(5), Any.Time.AddSeconds(15 * tick));
            Assert.InRange(kept.Count, 1, 22);
        }
    }

    private static int Plain(int current, int desired, int min, int max, ScalingDirection up, ScalingDirection down, IReadOnlyList<ScalingEvent> events)
    {
        int? bound = null;
        var direction = desired > current ? up : down;
        foreach (var policy in direction.Policies)
        {
            var start = current;
            foreach (var change in events)
            {
                if (Any.Time - change.At < policy.Period)
                {
                    start -= change.Change;
                }
            }

            var proposed = desired > current
                ? policy.Pods is { } more ? start + more : (int)Math.Ceiling(start * (1 + (policy.Percent!.Value / 100.0)))
                : policy.Pods is { } fewer ? start - fewer : (int)Math.Truncate(start * (1 - (policy.Percent!.Value / 100.0)));
            var takesGreater = (direction.Select == PolicySelection.Max) == (desired > current);
            bound = bound is not { } before ? proposed : takesGreater ? Math.Max(before, proposed) : Math.Min(before, proposed);
        }

        var limit = direction.Select == PolicySelection.Disabled ? current : bound!.Value;
        if (desired > current)
        {
            limit = limit < current ? current : limit;
            limit = limit > max ? max : limit;
            return desired > limit ? limit : desired;
        }

        limit = limit > current ? current : limit;
        limit = limit < min ? min : limit;
        return desired < current && desired < limit ? limit : desired;
    }

    private static int Plain(IReadOnlyList<Recommendation> past, int current, int desired, int upWindow, int downWindow)
    {
        var (least, most) = (desired, desired);
        foreach (var wish in past)
        {
            var age = (Any.Time - wish.At).TotalSeconds;
            least = age < upWindow && wish.Replicas < least ? wish.Replicas : least;
            most = age < downWindow && wish.Replicas > most ? wish.Replicas : most;
        }

        return current < least ? least : current > most ? most : current;
    }

    private static ScalingDirection Direction(Random chance)
    {
        ScalingStep Step() => chance.Next(2) == 0
            ? new(chance.Next(1, 10), null, Any.Seconds(chance.Next(15, 120)))
            : new(null, chance.Next(1, 200), Any.Seconds(chance.Next(15, 120)));
        return new(TimeSpan.Zero, [.. Enumerable.Range(0, chance.Next(1, 4)).Select(_ => Step())], (PolicySelection)chance.Next(3));
    }

    private static List<ScalingEvent> Events(Random chance) =>
        [.. Enumerable.Range(0, chance.Next(5)).Select(_ => new ScalingEvent(Any.Time.AddSeconds(-chance.Next(150)), chance.Next(-8, 9)))];
}
