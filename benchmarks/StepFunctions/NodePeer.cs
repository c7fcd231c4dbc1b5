using System.Globalization;
using System.Text.Json;

namespace Slipway.Benchmarks.StepFunctions;

/// <summary>The npm package aws-local-stepfunctions, installed for the run together with the Node 22 that it asks for; where npm cannot, its published figure stands in.</summary>
internal static class NodePeer
{
    private const string Script = """
        import { readFileSync } from 'node:fs';
        import { StateMachine } from 'aws-local-stepfunctions';
        const { definition, input, transitions } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
        const machine = new StateMachine(JSON.parse(definition), { validationOptions: { checkPaths: true, checkArn: false } });
        let best = 0;
        for (let round = 0; round < 4; round++) {
          let count = 0;
          const start = performance.now();
          while (performance.now() - start < 1500) {
            await machine.run(JSON.parse(input)).result;
            count += transitions;
          }
          best = Math.max(best, count / (performance.now() - start) * 1000);
        }
        console.log(best);
        """;

    private static readonly Lazy<(string? Directory, string? Why)> Installed = new(Install);

    public static Measurement Measure(Workload workload)
    {
        if (Installed.Value.Directory is not { } directory)
            return new Measurement(workload, workload.PublishedNode, $"{Installed.Value.Why}; these are figures measured elsewhere");

        var file = Path.Combine(directory, "workload.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new { definition = workload.Definition, input = workload.Input, transitions = workload.Transitions }));
        return Command.Run(Path.Combine(directory, "node_modules", ".bin", "node"), directory, "bench.mjs", file) is (0, var output)
            ? new Measurement(workload, double.Parse(output, CultureInfo.InvariantCulture))
            : new Measurement(workload, workload.PublishedNode, "its run failed; these are figures measured elsewhere");
    }

    private static (string? Directory, string? Why) Install()
    {
        var directory = Directory.CreateTempSubdirectory("stepfunctions-peer").FullName;
        File.WriteAllText(Path.Combine(directory, "package.json"), """{"type":"module","private":true}""");
        File.WriteAllText(Path.Combine(directory, "bench.mjs"), Script);
        return Command.Run("npm", directory, "install", "--silent", "node@22", "aws-local-stepfunctions@3.0.0") is (0, _)
            ? (directory, null)
            : (null, "npm is missing or could not install it");
    }
}
