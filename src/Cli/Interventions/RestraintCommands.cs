using System.CommandLine;
using System.Text.Json;
using Slipway.Cli.Journals;
using Slipway.Cli.Screens;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Restraints;

namespace Slipway.Cli.Interventions;

/// <summary>slipway freeze, unfreeze, hold, unhold, pause, resume and quarantine: what keeps Slipway from acting.</summary>
internal static class RestraintCommands
{
    private const string Place = "a system or system/environment, such as cv-hub/production";
    private const string Service = "system/environment/service, such as cv-hub/production/api";

    public static IEnumerable<Command> Create(Terminal terminal) =>
    [
        Of(terminal, "freeze", "Stop promotion, scaling and remediation, everywhere or in one place.", InterventionKind.Freeze, Where("all"), Place,
            "What has begun comes to its end; a rollback that a person asks for goes on. An emergency goes past with slipway promote --waive freeze.",
            new("slipway freeze --reason \"incident 4711\" --for 2h", "everything"), new("slipway freeze cv-hub/production --reason \"year's end\"", "one environment, until slipway unfreeze"),
            new("slipway freeze shop/eu --maintenance --reason upgrade --for 4h", "what is promoted from eu goes on")),
        Of(terminal, "unfreeze", "Lift a freeze.", InterventionKind.Unfreeze, Where("all"), Place,
            "What waited goes on at once.", new Example("slipway unfreeze cv-hub/production --reason \"all quiet\"", "as it was frozen")),
        Of(terminal, "hold", "Keep a service on what it runs.", InterventionKind.Hold, Where(null), Service,
            "Pushes wait; when it is let go, the newest of them goes on.", new Example("slipway hold cv-hub/production/api --reason \"demo\" --for 4h", "one service")),
        Of(terminal, "unhold", "Let a service go that was held.", InterventionKind.Unhold, Where(null), Service,
            "What waited goes on at once.", new Example("slipway unhold cv-hub/production/api --reason \"demo is over\"", "one service")),
        Of(terminal, "pause", "Stop scaling a service, in, out or both ways.", InterventionKind.Pause, Where(null), Service,
            "Its replicas stay as many as they are; what an alarm or a person asks for is done nevertheless.",
            new("slipway pause cv-hub/production/worker --only in --reason \"long jobs\" --for 4h", "no worker is taken away"), new("slipway pause cv-hub/production/worker --reason \"load test\"", "both ways, until slipway resume")),
        Of(terminal, "resume", "Let a service scale again that was paused.", InterventionKind.Resume, Where(null), Service,
            "The next tick, within 15 seconds, sees to it.", new Example("slipway resume cv-hub/production/worker --reason \"the test is over\"", "one service")),
        Quarantine(terminal),
    ];

    private static Argument<string?> Where(string? otherwise) => new("WHERE")
    {
        Description = otherwise is null ? Service : $"{Place}; all unless said",
        DefaultValueFactory = otherwise is null ? null! : _ => otherwise,
    };

    private static Verb Of(Terminal terminal, string name, string summary, InterventionKind kind, Argument<string?> where, string form, string explanation, params IReadOnlyList<Example> examples)
    {
        var options = new InterventionOptions();
        var puts = kind is InterventionKind.Freeze or InterventionKind.Hold or InterventionKind.Pause;
        var only = new Option<ScalingWay?>("--only") { HelpName = "in|out", Description = "the one direction that is stopped; both unless said" };
        var maintenance = new Option<bool>("--maintenance") { Description = "one environment is in maintenance: those after it go on with what was verified before it, and it follows when this ends" };
        var parts = form == Service ? 3 : 2;
        return new Verb(name, summary) { Explanation = explanation, Examples = examples, Endings = [ExitCode.Refused, ExitCode.Failed, ExitCode.Differs] }
            .With([where, .. puts ? [options.For] : Array.Empty<Symbol>(), .. kind == InterventionKind.Pause ? [only] : Array.Empty<Symbol>(), .. kind == InterventionKind.Freeze ? [maintenance] : Array.Empty<Symbol>(), .. options.Common])
            .Does((parsed, cancellationToken) =>
            {
                var lasts = puts ? InterventionOptions.Duration(parsed.GetValue(options.For)) : null;
                return InterventionRun.AskAsync(
                    terminal, parsed, options, (asked, now) => InterventionOptions.At(asked, parsed.GetValue(where), parts, form) with
                    {
                        Expires = now + lasts,
                        Only = kind == InterventionKind.Pause ? parsed.GetValue(only) : null,
                        IsMaintenance = kind == InterventionKind.Freeze && parsed.GetValue(maintenance) ? true : null,
                    }, kind, cancellationToken);
            });
    }

    private static Verb Quarantine(Terminal terminal) => new Verb("quarantine", "List, lift and add digests that are promoted nowhere.")
    {
        Explanation = "What was rolled back is in quarantine until somebody lifts it. To release it then, push it again under slipway promote.",
        Examples = [new("slipway quarantine list", "all of them, with the reason"), new("slipway quarantine lift e6d3eba1c888 --reason \"it was the database\"", "the beginning of the digest is enough")],
    }.With(List(terminal), Change(terminal, "lift", "Let a digest go.", InterventionKind.Lift), Change(terminal, "add", "Keep a digest from being promoted.", InterventionKind.Quarantine));

    private static Verb List(Terminal terminal)
    {
        var (journal, json) = (JournalOptions.Journal(), JournalOptions.Json());
        return new Verb("list", "List the digests in quarantine.").With(journal, json).Does((parsed, _) =>
        {
            var standing = Standing(terminal, parsed.GetValue(journal));
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal.Out, writer => JsonSerializer.Serialize(writer, standing, DomainJson.Default.IReadOnlyListRestraint));
                return Task.FromResult(ExitCode.Done);
            }

            var screen = new Screen(terminal);
            foreach (var restraint in standing)
            {
                screen.Beside([new($"{Columns.Day(restraint.At)} {Columns.Time(restraint.At)}  "), new($"{Digest.Parse(restraint.Scope).Abbreviation}  ", Styles.Warning)], $"by {restraint.By}: {restraint.Reason}");
            }

            if (standing.Count == 0)
            {
                screen.Paragraph("Nothing is in quarantine.");
            }

            return Task.FromResult(ExitCode.Done);
        });
    }

    private static Verb Change(Terminal terminal, string name, string summary, InterventionKind kind)
    {
        var options = new InterventionOptions();
        var digest = new Argument<string>("DIGEST") { Description = kind == InterventionKind.Lift ? "as much of its beginning as is unique in slipway quarantine list" : "sha256: and 64 hexadecimal digits" };
        return new Verb(name, summary) { Endings = [ExitCode.Refused, ExitCode.Failed, ExitCode.Differs] }
            .With([digest, .. options.Common])
            .Does((parsed, cancellationToken) =>
            {
                var meant = Find(terminal, parsed.GetValue(digest)!, kind == InterventionKind.Lift && !parsed.GetValue(options.Aws), parsed.GetValue(options.Journal));
                return InterventionRun.AskAsync(terminal, parsed, options, (asked, _) => asked with { Digest = meant }, kind, cancellationToken);
            });
    }

    private static IReadOnlyList<Restraint> Standing(Terminal terminal, string? journal)
    {
        var reading = JournalPlace.Of(journal, Checkout.Find(terminal), terminal).Read(terminal);
        return [.. reading.Restraints.Select(entry => entry.Restraint).OfType<Restraint>().Where(restraint => restraint.Kind == RestraintKind.Quarantine).OrderBy(restraint => restraint.At)];
    }

    private static Digest Find(Terminal terminal, string text, bool mayAbbreviate, string? journal)
    {
        if (Digest.TryParse(text, null, out var whole))
        {
            return whole;
        }

        var known = mayAbbreviate ? Standing(terminal, journal).Select(restraint => Digest.Parse(restraint.Scope)).Where(digest => digest.Value.StartsWith(text, StringComparison.Ordinal) || digest.Abbreviation.StartsWith(text, StringComparison.Ordinal)).ToList() : [];
        return known.Count == 1 ? known[0] : throw new RefusalException(
            known.Count > 1 ? $"'{text}' is the beginning of several digests: write more of it." : $"'{text}' is no digest{(mayAbbreviate ? " in quarantine: slipway quarantine list names them" : ": write sha256: and 64 hexadecimal digits")}.");
    }
}
