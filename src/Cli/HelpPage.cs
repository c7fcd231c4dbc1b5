using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Slipway.Cli.Screens;

namespace Slipway.Cli;

/// <summary>Help that teaches: what the command is for, how it is called, examples, and how it can end.</summary>
internal sealed class HelpPage(Terminal terminal) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult) => Write(terminal, parseResult.CommandResult.Command);

    public static int Write(Terminal terminal, Command command)
    {
        var screen = new Screen(terminal);
        if (command is RootCommand)
        {
            FrontPage.Write(screen, command);
            return (int)ExitCode.Done;
        }

        screen.Paragraph(command.Description ?? "");
        if (command is Verb { Explanation.Length: > 0 } explained)
        {
            screen.Line();
            screen.Paragraph(explained.Explanation);
        }

        screen.Line();
        screen.Beside([new("  ")], Usage(command), Styles.Strong);
        Section(screen, "", command.Subcommands.Select(sub => (sub.Name, sub.Description ?? "")));
        Section(screen, "", command.Arguments.Select(argument => (Name(argument), argument.Description ?? "")));
        Section(screen, "", command.Options.Where(option => !option.Hidden && option is not HelpOption).Select(option => (Name(option), option.Description ?? "")));
        if (command is Verb verb)
        {
            Section(screen, "Examples", verb.Examples.Select(example => (example.Line, example.Meaning)));
            Section(screen, "Exit codes", Codes(verb).Select(code => ($"{(int)code}", code.Meaning())));
        }

        return (int)ExitCode.Done;
    }

    /// <summary>Two columns; an entry whose first is too long has its text below.</summary>
    public static void Section(Screen screen, string title, IEnumerable<(string Left, string Right)> entries)
    {
        var rows = entries.ToList();
        if (rows.Count == 0)
        {
            return;
        }

        screen.Line();
        if (title.Length > 0)
        {
            screen.Line(new Piece(title, Styles.Strong));
        }

        var width = rows.Max(row => row.Left.Length);
        foreach (var (left, right) in rows)
        {
            if (width > screen.Width / 2)
            {
                screen.Paragraph(left, 2);
                screen.Paragraph(right, 6, Styles.Faint);
            }
            else
            {
                screen.Beside([new($"  {left.PadRight(width)}   ")], right);
            }
        }
    }

    private static string Usage(Command command)
    {
        var names = new List<string>();
        for (Symbol? symbol = command; symbol is not null; symbol = symbol.Parents.FirstOrDefault())
        {
            names.Insert(0, symbol is RootCommand ? "slipway" : symbol.Name);
        }

        names.AddRange(command.Subcommands.Count > 0 ? ["COMMAND"] : command.Arguments.Select(Name));
        names.AddRange(command.Options.Where(option => option.Required).Select(Name));
        names.AddRange(command.Options.Any(option => !option.Required && option is not HelpOption) ? ["[options]"] : []);
        return string.Join(' ', names);
    }

    private static string Name(Argument argument) => (argument.Arity.MinimumNumberOfValues, argument.Arity.MaximumNumberOfValues) switch
    {
        (0, > 1) => $"[{argument.Name}...]",
        (0, _) => $"[{argument.Name}]",
        _ => argument.Name,
    };

    private static string Name(Option option) => option.HelpName is { } value ? $"{option.Name} {value}" : option.Name;

    private static IEnumerable<ExitCode> Codes(Verb verb) =>
        verb.Endings.Concat([ExitCode.Done, ExitCode.Usage]).Distinct().Order();
}
