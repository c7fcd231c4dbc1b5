using System.CommandLine;
using System.Globalization;
using Slipway.Cli.Journals;
using Slipway.Domain.Interventions;

namespace Slipway.Cli.Interventions;

/// <summary>What every command that asks for something shares: why, who, where, and for how long.</summary>
internal sealed class InterventionOptions
{
    public Option<string> Reason { get; } = new("--reason") { HelpName = "TEXT", Required = true, Description = "why; it is kept, and shown wherever this has an effect" };

    public Option<string?> By { get; } = new("--by") { HelpName = "NAME", Description = "who asks, the name of this terminal's user unless said; with --aws it is who the credentials are" };

    public Option<string?> For { get; } = new("--for") { HelpName = "TIME", Description = "after this time it ends by itself, such as 90m, 4h or 2d; without it somebody must lift it" };

    public Option<bool> Aws { get; } = new("--aws") { Description = "on AWS with this terminal's credentials, or on the emulator that AWS_ENDPOINT_URL names" };

    public Option<string?> Variables { get; } = new("--env-vars", "-n") { HelpName = "FILE", Description = "with --aws: the environment of the function Intervene, in the form that sam local invoke takes" };

    public Option<string?> Journal { get; } = new("--journal") { HelpName = "FILE", Description = "the journal of the account; .slipway/journal.jsonl of the checkout unless said" };

    public Option<bool> Json { get; } = JournalOptions.Json();

    /// <summary>Those that every such command has.</summary>
    public Symbol[] Common => [Reason, By, Aws, Variables, Journal, Json];

    public static TimeSpan? Duration(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var isNumber = int.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return (isNumber && number > 0, text[^1..]) switch
        {
            (true, "m") => TimeSpan.FromMinutes(number),
            (true, "h") => TimeSpan.FromHours(number),
            (true, "d") => TimeSpan.FromDays(number),
            _ => throw new RefusalException($"'{text}' is no time: write minutes, hours or days, such as 90m, 4h or 2d."),
        };
    }

    /// <summary>A place as people write it: a system, system/environment, or system/environment/service.</summary>
    public static Intervention At(Intervention asked, string? place, int parts, string form)
    {
        var names = place?.Split('/') ?? [];
        if (place is "all" || (names.Length == 0 && parts < 3))
        {
            return asked;
        }

        if (names.Length > 3 || (parts == 3 && names.Length != 3) || names.Length > Math.Max(parts, 2) || names.Any(name => name.Length == 0))
        {
            throw new RefusalException($"'{place}' is no place: write {form}.");
        }

        return asked with
        {
            System = new(names[0]),
            Environment = names.Length > 1 ? new(names[1]) : null,
            Service = names.Length > 2 ? new(names[2]) : null,
        };
    }
}
