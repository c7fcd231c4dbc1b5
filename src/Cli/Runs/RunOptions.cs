using System.CommandLine;
using System.Globalization;
using Slipway.Cli.Screens;
using Slipway.Domain;
using Slipway.Local.Account;

namespace Slipway.Cli.Runs;

/// <summary>The options that runs share, each with its meaning and its check.</summary>
internal static class RunOptions
{
    /// <summary>A release of half an hour takes about twelve seconds.</summary>
    private const double WatchedSpeed = 150;

    public static Option<string> Image() => new("--image")
    {
        HelpName = "BEHAVIOUR",
        Description = $"how the image behaves: {string.Join(", ", ImageBehaviours.Names)}",
        DefaultValueFactory = _ => "healthy",
    };

    public static Option<bool> NoApprovals() => new("--no-approvals") { Description = "play no people: a release that waits for an approval stays so, until slipway approve" };

    public static Option<string> Speed() => new("--speed")
    {
        HelpName = "SPEED",
        Description = "max, real, or a number: so many times real time; unless said, 150 in a terminal and max when piped",
    };

    public static Option<string> Journal() => new("--journal")
    {
        HelpName = "FILE",
        Description = "where everything is written down; .slipway/journal.jsonl of the checkout unless said",
    };

    public static Option<bool> Json() => new("--json") { Description = "print JSON for programs" };

    public static ImageBehaviour Behaviour(string name) => ImageBehaviours.Find(name)
        ?? throw new RefusalException($"No image behaves '{name}': {Suggestion.Sentence(name, ImageBehaviours.Names)}");

    public static Pace Pace(string? speed, bool isJson, Terminal terminal) => new(
        speed switch
        {
            null => terminal.IsWatched && !isJson ? WatchedSpeed : null,
            "max" => null,
            "real" => 1,
            _ when double.TryParse(speed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var times) && times > 0 => times,
            _ => throw new RefusalException($"'{speed}' is no speed: write max, real, or a number above 0 such as 60."),
        },
        terminal.Time);
}
