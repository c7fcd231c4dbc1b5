using System.CommandLine;
using System.Text.RegularExpressions;
using Slipway.Domain;

namespace Slipway.Cli;

/// <summary>What is wrong with the words of a command, in one sentence that says what to write.</summary>
internal static partial class ParseProblems
{
    public static string Sentence(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var problem = parsed.UnmatchedTokens.Count > 0 ? Unknown(parsed.UnmatchedTokens[0], command) : Plain(parsed.Errors[0].Message);
        return $"{problem} See {Path(parsed)} --help.";
    }

    private static string Unknown(string token, Command command)
    {
        var isOption = token.StartsWith('-');
        List<string> known = isOption ? [.. command.Options.Select(option => option.Name), "--help"] : [.. command.Subcommands.Select(sub => sub.Name)];
        var what = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
        return known.Count == 0
            ? $"'{token}' is one word too many."
            : $"There is no {what} '{token}' here: {Suggestion.Sentence(token, known)}";
    }

    private static string Plain(string message) =>
        Unparsed().Match(message) is { Success: true } unparsed
            ? $"'{unparsed.Groups[1].Value}' is no value for {unparsed.Groups[2].Value}: write a whole number."
            : $"{message.TrimEnd('.')}.";

    [GeneratedRegex("^Cannot parse argument '(.*)' for (?:option|command) '(.*?)' as expected type 'System.Int32'")]
    private static partial Regex Unparsed();

    private static string Path(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, result.Command is RootCommand ? "slipway" : result.Command.Name);
        }

        return string.Join(' ', names);
    }
}
