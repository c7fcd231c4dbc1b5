using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Slipway.Functions.Systems;

/// <summary>The values of one YAML document in the order of the text; empty when there is none.</summary>
internal static class YamlEvents
{
    /// <exception cref="YamlException">The text is no YAML or more than one document.</exception>
    public static IReadOnlyList<ParsingEvent> Read(string text)
    {
        var events = new List<ParsingEvent>();
        var scanner = new Scanner(new StringReader(text));
        var parser = new Parser(scanner);
        var documents = 0;
        while (MoveNext(parser, scanner))
        {
            switch (parser.Current)
            {
                case DocumentStart start when ++documents > 1:
                    throw new YamlException(start.Start, start.End, "a second document begins");
                case Scalar or MappingStart or MappingEnd or SequenceStart or SequenceEnd or AnchorAlias:
                    events.Add(parser.Current);
                    break;
                default:
                    break;
            }
        }

        return events;
    }

    /// <summary>
    /// The scanner has no YamlException of its own for a value in brackets that stands no deeper than the list around it
    /// (<c>- [</c>, next line <c>a</c>), nor for a tag without a name (<c>!!]</c>).
    /// </summary>
    private static bool MoveNext(Parser parser, Scanner scanner)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw new YamlException(scanner.CurrentPosition, scanner.CurrentPosition, "a value was expected, indented deeper than what it belongs to", exception);
        }
    }
}
