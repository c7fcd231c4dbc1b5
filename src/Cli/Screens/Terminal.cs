using System.Text;

namespace Slipway.Cli.Screens;

/// <summary>Where a command is run: its streams, its folder, its clock, and what the screen can do.</summary>
public sealed record Terminal
{
    private const int PlainWidth = 80;

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public TextReader In { get; init; } = TextReader.Null;

    /// <summary>Columns; output that nobody watches has eighty.</summary>
    public int Width { get; init; } = PlainWidth;

    /// <summary>True when somebody watches: runs are paced.</summary>
    public bool IsWatched { get; init; }

    /// <summary>True when colours and a line that moves are welcome.</summary>
    public bool HasColour { get; init; }

    /// <summary>The folder that paths are relative to.</summary>
    public required string Folder { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static Terminal OfThisProcess()
    {
        var watched = !Console.IsOutputRedirected;
        return new()
        {
            Out = Plain(Console.OpenStandardOutput()),
            Error = Plain(Console.OpenStandardError()),
            In = Console.In,
            Width = watched && Console.WindowWidth > 0 ? Console.WindowWidth : PlainWidth,
            IsWatched = watched,
            HasColour = watched && WelcomesColour(),
            Folder = Directory.GetCurrentDirectory(),
        };
    }

    /// <summary>A path as it was given, from the folder of the command.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Folder);

#pragma warning disable RS0030 // Whether colour is welcome is told by nothing but the environment.
    private static bool WelcomesColour() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is not ("dumb" or null);
#pragma warning restore RS0030

    /// <summary>UTF-8 whatever the locale says, so that a run prints the same bytes everywhere.</summary>
    private static StreamWriter Plain(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };
}
