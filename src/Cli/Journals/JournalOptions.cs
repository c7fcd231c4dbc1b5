using System.CommandLine;

namespace Slipway.Cli.Journals;

/// <summary>What the commands that read a journal share.</summary>
internal static class JournalOptions
{
    public static Option<string> Journal() => new("--journal")
    {
        HelpName = "FILE",
        Description = "the journal to read; .slipway/journal.jsonl of the checkout unless said",
    };

    public static Option<bool> Json() => new("--json") { Description = "print JSON for programs" };

    public static Argument<string> Release() => new("RELEASE") { Description = "its id, or as much of the beginning as is unique; slipway releases lists them" };
}
