using Slipway.Cli.Screens;
using Slipway.Local.Records;

namespace Slipway.Cli;

/// <summary>Where the journal is, and how the person would write it.</summary>
internal sealed record JournalPlace(string Path, string Name)
{
    /// <summary>The journal that was named, or that of the checkout; it must be there.</summary>
    public static JournalPlace Of(string? given, Checkout checkout, Terminal terminal)
    {
        var path = given is null ? checkout.JournalPath : terminal.Resolve(given);
        var name = given ?? System.IO.Path.GetRelativePath(checkout.Root, path);
        return File.Exists(path)
            ? new(path, name)
            : throw new RefusalException(Directory.Exists(path) ? $"{name} is a folder: name the journal in it." : $"There is no journal {name}: slipway run begins one.");
    }

    /// <summary>What the journal holds; that its last line was cut off is told on the error stream.</summary>
    public JournalReading Read(Terminal terminal)
    {
        var reading = Journal.Read(Path);
        if (reading.Truncated is { } truncated)
        {
            terminal.Error.Write($"slipway: {truncated.Replace(Path, Name, StringComparison.Ordinal)}\n");
        }

        return reading;
    }
}
