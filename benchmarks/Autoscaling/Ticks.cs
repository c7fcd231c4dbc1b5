using System.Diagnostics;
using System.Globalization;
using System.Text;
using Slipway.Domain.Systems;
using Slipway.Local.Hosting;

namespace Slipway.Benchmarks.Autoscaling;

/// <summary>One tick that looks at many services, each with a queue of its own, on the simulated account.</summary>
public static class Ticks
{
    private const int EachSystem = 50;
    private const string Tick = """{"Records":[{"messageId":"tick","body":"{}"}]}""";

    public static void Measure(string template, int targets)
    {
        var manifests = Enumerable.Range(0, (targets + EachSystem - 1) / EachSystem).Select(system => Manifest(system, Math.Min(EachSystem, targets - (system * EachSystem)))).ToList();
        using var installation = new Installation(new InstallationSettings { TemplatePath = template, Manifests = manifests });
        var before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var round in Enumerable.Range(1, 3))
        {
            Burst(installation, round);
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            var begun = Stopwatch.GetTimestamp();
            var isDone = false;
            installation.Deployment.Invoke(installation.Template.Function("AcceptTicks")!, Tick, outcome => isDone = outcome.Error is null ? true : throw new InvalidOperationException(outcome.Error.ToJson()));
            while (!isDone)
            {
                installation.Clock.RunNext();
            }

            var (used, elapsed) = ((Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds, Stopwatch.GetElapsedTime(begun).TotalSeconds);
            var scaled = installation.Memory.ScalingStates.All.Count(state => state.Decision is { } decision && decision.To != decision.From);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"tick {round}: {installation.Memory.ScalingStates.All.Count} targets, {scaled} scaled, {used:0.00} s of CPU, {elapsed:0.00} s"));
            installation.Clock.RunUntil(installation.Clock.GetUtcNow() + TimeSpan.FromSeconds(15));
        }

        Process.GetCurrentProcess().Refresh();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"memory: {(GC.GetTotalMemory(forceFullCollection: false) - before) / 1e6:0} MB more than before the ticks, {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB at most in all"));
    }

    private static void Burst(Installation installation, int round)
    {
        foreach (var system in installation.Systems)
        {
            foreach (var queue in system.Environments[0].Queues)
            {
                installation.Account.Queues.Burst(system.Name, system.Environments[0].Name, queue.Name, 100 * round);
            }
        }
    }

    private static ManifestText Manifest(int system, int services)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"apiVersion: slipway/v1\nkind: System\nmetadata: {{name: system-{system}}}\nregion: us-east-1\nenvironments:\n  production: {{cluster: cluster-{system}, namespace: work, trigger: {{ecrPush: {{tags: [\"*\"]}}}}}}\nservices:\n"));
        for (var service = 0; service < services; service++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  worker-{service}: {{kind: Deployment, image: {{repository: worker-{system}-{service}}}, replicas: {{min: 1, max: 20}}, scaling: {(service % 2 == 0 ? $"{{metrics: [{{metric: queueDepth, queue: jobs-{service}, target: 10}}]}}" : $"{{drain: {{queue: jobs-{service}, wait: 60s, work: 1s}}}}")}}}\n");
        }

        text.Append("queues:\n");
        for (var service = 0; service < services; service++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  jobs-{service}: {{kind: sqs, consumer: services.worker-{service}}}\n");
        }

        return new(string.Create(CultureInfo.InvariantCulture, $"system-{system}.yaml"), text.ToString());
    }
}
