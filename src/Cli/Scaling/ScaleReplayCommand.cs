using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Slipway.Cli.Screens;
using Slipway.Domain;
using Slipway.Domain.Scaling.Replays;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;
using Slipway.Local.Replays;

namespace Slipway.Cli.Scaling;

/// <summary>slipway scale replay: a load under several policies, and what each makes people wait and pay.</summary>
internal static class ScaleReplayCommand
{
    public static Verb Create(Terminal terminal)
    {
        var policy = new Option<string>("--policy") { Description = "YAML: replicas and the policies to compare, or the manifest of a system", HelpName = "FILE", Required = true };
        var service = new Option<string?>("--service") { Description = "of a manifest: whose scaling is replayed, in its last environment", HelpName = "NAME" };
        var trace = new Option<string>("--trace") { Description = "CSV: seconds,arrivals or seconds,work_seconds", HelpName = "FILE", Required = true };
        var plot = new Option<string?>("--plot") { Description = "draw depth, replicas and wait over time as SVG", HelpName = "FILE.svg" };
        var json = new Option<bool>("--json") { Description = "print JSON for programs" };
        return new Verb("replay", "Replay a load under scaling policies, and compare replica-hours and waits.")
        {
            Examples =
            [
                new("slipway scale replay --policy docs/replay.yaml --trace docs/load.csv --plot load.svg", "drain beside KEDA, the HPA and target tracking"),
                new("slipway scale replay --policy systems/ode.yaml --trace docs/load.csv", "a manifest's own rules beside them"),
            ],
            Endings = [ExitCode.Invalid],
        }
        .With(policy, service, trace, plot, json)
        .Does((parsed, cancellationToken) =>
        {
            var plan = Plan(terminal, parsed.GetValue(policy)!, parsed.GetValue(service));
            var name = parsed.GetValue(trace)!;
            var load = Load(terminal, name, plan);
            var rows = new List<ReplayRow>();
            foreach (var candidate in plan.Candidates)
            {
                rows.Add(Replaying.Run(load, plan, candidate, cancellationToken));
            }

            if (parsed.GetValue(plot) is { } picture)
            {
                Files.Write(terminal.Resolve(picture), picture, ReplayPlot.OverTime(Path.GetFileName(name), rows));
            }

            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal.Out, writer => Write(writer, load, plan, rows));
            }
            else
            {
                Show(new Screen(terminal), load, plan, rows);
            }

            return Task.FromResult(ExitCode.Done);
        });
    }

    private static ReplayPlan Plan(Terminal terminal, string name, string? service)
    {
        var source = Files.Manifest(terminal.Resolve(name), name);
        if (ManifestReader.IsManifest(source))
        {
            return ReplayedManifest.Plan(Refusing(() => YamlManifest.Load(source).Require()), service);
        }

        if (service is not null)
        {
            throw new RefusalException($"--service belongs to the manifest of a system, and {name} is none: leave it out.");
        }

        var problems = YamlManifest.Parse(source, out var root);
        return Refusing(() => problems.Count > 0 ? throw new RejectedException(string.Join('\n', problems)) : ReplayPlanReader.Read(name, root));
    }

    private static LoadTrace Load(Terminal terminal, string name, ReplayPlan plan) => Refusing(() => LoadTrace.Read(Files.Read(terminal.Resolve(name), name), name, plan.Work));

    private static T Refusing<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (RejectedException refusal)
        {
            throw new RefusalException(refusal.Message, ExitCode.Invalid);
        }
    }

    private static void Show(Screen screen, LoadTrace load, ReplayPlan plan, List<ReplayRow> rows)
    {
        screen.Paragraph(Text($"{load.Jobs} jobs of {load.Work.Sum() / 3600:0.##} hours of work in {load.Arrivals[^1] / 3600:0.##} h; {plan.Replicas.Min} to {plan.Replicas.Max} replicas, {plan.StartUp.Text()} to start one."));
        screen.Line();
        screen.Line(new Piece($"{"policy",-20}{"knob",8}{"replica-h",11}{"mean",8}{"p99",8}{"over",12}{"actions",9}", Styles.Faint));
        foreach (var row in rows)
        {
            var outcome = row.Outcome;
            screen.Line(new Piece(Text($"{row.Name,-20}{Knob(row.Candidate),8}{outcome.ReplicaHours,11:0.00}{outcome.MeanWait,7:0.0}s{outcome.Percentile(99),7:0.0}s{outcome.SecondsOver(plan.Over),11:0}s{outcome.Actions,9}")));
        }

        foreach (var row in rows.Where(row => row.Outcome.Unserved > 0))
        {
            screen.Paragraph($"{row.Name} {Knob(row.Candidate)} left {row.Outcome.Unserved} jobs for good.", style: Styles.Bad);
        }

        screen.Line();
        screen.Paragraph($"knob: the wait meant by drain, for the others messages per replica; over: seconds that all jobs waited beyond {plan.Over.Text()}.", style: Styles.Faint);
    }

    private static string Knob(ReplayCandidate candidate) => Text($"{candidate.Knob:0.##}{(candidate.Policy == ReplayedPolicy.Drain ? "s" : "")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter json, LoadTrace load, ReplayPlan plan, List<ReplayRow> rows)
    {
        json.WriteStartObject();
        json.WriteNumber("jobs", load.Jobs);
        json.WriteNumber("workHours", Math.Round(load.Work.Sum() / 3600, 4));
        json.WriteStartArray("policies");
        foreach (var (candidate, outcome) in rows)
        {
            json.WriteStartObject();
            json.WriteString("policy", ReplayRow.NameOf(candidate.Policy));
            json.WriteNumber("knob", candidate.Knob);
            json.WriteNumber("replicaHours", Math.Round(outcome.ReplicaHours, 4));
            json.WriteNumber("meanWaitSeconds", Math.Round(outcome.MeanWait, 3));
            json.WriteNumber("p99WaitSeconds", Math.Round(outcome.Percentile(99), 3));
            json.WriteNumber("secondsOverTarget", Math.Round(outcome.SecondsOver(plan.Over), 3));
            json.WriteNumber("scaleActions", outcome.Actions);
            json.WriteNumber("unservedJobs", outcome.Unserved);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
