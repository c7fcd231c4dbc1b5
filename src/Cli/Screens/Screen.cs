using Spectre.Console;

namespace Slipway.Cli.Screens;

/// <summary>A piece of a line and how it looks where colour is welcome.</summary>
internal readonly record struct Piece(string Text, Style? Style = null);

/// <summary>Writes lines that fit; in a terminal one more line at the bottom shows what is going on and is written over.</summary>
internal sealed class Screen
{
    private const int Narrowest = 20;
    private readonly Terminal _terminal;
    private readonly IAnsiConsole _console;
    private int _liveLines;

    public Screen(Terminal terminal)
    {
        _terminal = terminal;
        Width = Math.Max(Narrowest, terminal.Width);
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal.HasColour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = terminal.HasColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(terminal.Out),
        });
        _console.Profile.Width = int.MaxValue / 4; // Lines are made to fit here; nothing may break them again.
        _console.Profile.Capabilities.Unicode = true;
    }

    public int Width { get; }

    /// <summary>True when <see cref="Live"/> shows anything.</summary>
    public bool IsLive => _terminal.HasColour;

    public void Line(params ReadOnlySpan<Piece> pieces)
    {
        EndLive();
        Write(pieces);
        _terminal.Out.Write('\n');
    }

    /// <summary>A paragraph, wrapped, with an indentation.</summary>
    public void Paragraph(string text, int indent = 0, Style? style = null)
    {
        foreach (var line in text.Wrap(Width - indent))
        {
            Line(new Piece(new string(' ', indent)), new Piece(line, style));
        }
    }

    /// <summary>A paragraph whose first line stands out.</summary>
    public void Hanging(string text, int indent = 4)
    {
        var lines = text.Wrap(Width);
        Line(new Piece(lines[0]));
        if (lines.Count > 1)
        {
            Paragraph(string.Join(' ', lines.Skip(1)), indent);
        }
    }

    /// <summary>A heading in front and a text beside it, wrapped under itself; below the heading where the screen is too narrow for both.</summary>
    public void Beside(ReadOnlySpan<Piece> heading, string text, Style? style = null)
    {
        var taken = 0;
        foreach (var piece in heading)
        {
            taken += piece.Text.Length;
        }

        var room = Width - taken;
        var isTooNarrow = room < Math.Min(24, text.Length) || (room < Width - 4 && text.Split(' ').Any(word => word.Length > room && word.Length <= Width - 4));
        if (text.Length == 0 || isTooNarrow)
        {
            Heading([.. heading[..^1], heading[^1] with { Text = heading[^1].Text.TrimEnd() }]);
            if (text.Length > 0)
            {
                Paragraph(text, 4, style);
            }

            return;
        }

        var lines = text.Wrap(room);
        Line([.. heading, new Piece(lines[0], style)]);
        foreach (var line in lines.Skip(1))
        {
            Line(new Piece(new string(' ', taken)), new Piece(line, style));
        }
    }

    private void Heading(ReadOnlySpan<Piece> pieces)
    {
        var text = "";
        foreach (var piece in pieces)
        {
            text += piece.Text;
        }

        if (text.Length <= Width)
        {
            Line(pieces);
        }
        else
        {
            Paragraph(text.Trim());
        }
    }

    /// <summary>Shows lines that the next ones write over; nothing where nobody watches.</summary>
    public void Live(params IReadOnlyList<string> lines)
    {
        if (!IsLive)
        {
            return;
        }

        // In one piece, or it flickers.
        _terminal.Out.Write($"{Erasure}\u001b[2m{string.Join('\n', lines.Select(line => line.Fit(Width - 1)))}\u001b[0m");
        _liveLines = lines.Count;
    }

    public void EndLive()
    {
        if (_liveLines > 0)
        {
            _terminal.Out.Write(Erasure);
            _liveLines = 0;
        }
    }

    private string Erasure => _liveLines > 1 ? $"\r\u001b[{_liveLines - 1}A\u001b[0J" : "\r\u001b[2K";

    private void Write(ReadOnlySpan<Piece> pieces)
    {
        foreach (var piece in pieces)
        {
            if (piece.Style is null || !_terminal.HasColour)
            {
                _terminal.Out.Write(piece.Text);
            }
            else
            {
                _console.Write(new Text(piece.Text, piece.Style));
            }
        }
    }
}
