using System.CommandLine;

namespace Slipway.Cli;

/// <summary>An example and what it does.</summary>
internal sealed record Example(string Line, string Meaning);

/// <summary>A command with what its help teaches: a longer text, examples, and how it can end.</summary>
internal sealed class Verb(string name, string summary) : Command(name, summary)
{
    /// <summary>What one must know beyond the summary.</summary>
    public string Explanation { get; init; } = "";

    public IReadOnlyList<Example> Examples { get; init; } = [];

    /// <summary>The exit codes that it can end with, besides those that every command has.</summary>
    public IReadOnlyList<ExitCode> Endings { get; init; } = [];

    public Verb With(params ReadOnlySpan<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Option option: Options.Add(option); break;
                case Argument argument: Arguments.Add(argument); break;
                case Command command: Subcommands.Add(command); break;
            }
        }

        return this;
    }

    public Verb Does(Func<ParseResult, CancellationToken, Task<ExitCode>> action)
    {
        SetAction(async (parsed, cancellationToken) => (int)await action(parsed, cancellationToken));
        return this;
    }
}
