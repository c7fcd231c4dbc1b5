using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Slipway.Local.Templates.Syntax;

/// <summary>
/// Reads YAML (and JSON, which is YAML) into nodes and turns the short intrinsics into the long ones, so that there is one form to
/// evaluate.
/// </summary>
internal sealed class NodeReader(Problems problems)
{
    private const int MostNodes = 100_000;
    private static readonly HashSet<string> WithoutPrefix = ["Ref", "Condition"];
    private readonly HashSet<YamlNode> _open = new(ReferenceEqualityComparer.Instance);
    private int _nodes;

    /// <summary>Null after a problem: text that is not YAML has no tree to complain about further.</summary>
    public static Node? Read(string text, Problems problems)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 1)
            {
                return new NodeReader(problems).Convert(stream.Documents[0].RootNode);
            }

            problems.Add(
                1, stream.Documents.Count == 0 ? "the file is empty" : "the file holds more than one YAML document", "write one document");
        }
        catch (YamlException fault)
        {
            problems.Add(
                LineOf(fault, text),
                $"this is not readable YAML: {Sentence(fault)}",
                "check the indentation and quotes here, and that the file is not cut off");
        }

        return null;
    }

    /// <summary>Where to look: an open quote or bracket where it opens, a tab where it stands.</summary>
    private static int LineOf(YamlException fault, string text)
    {
        var tab = Array.FindIndex(text.Split('\n'), line => line.TrimStart(' ').StartsWith('\t')) + 1;
        return fault.Message.Contains(" tab ", StringComparison.Ordinal) && tab > 0 ? tab : (int)fault.Start.Line;
    }

    private static string Sentence(YamlException fault)
    {
        var message = fault.InnerException?.Message ?? fault.Message;
        var end = message.IndexOf("): ", StringComparison.Ordinal);
        return (message.StartsWith('(') && end > 0 ? message[(end + 3)..] : message).TrimEnd('.');
    }

    /// <summary>An alias may stand for a node a thousand times, but not for one that it is part of.</summary>
    private Node Convert(YamlNode node)
    {
        var line = (int)node.Start.Line;
        if (++_nodes > MostNodes || !_open.Add(node))
        {
            return problems.Missing(line, "the alias of this node makes the template endless", "write the part out instead of its alias");
        }

        var plain = Plain(node, line);
        _open.Remove(node);
        if (node.Tag.IsEmpty || node.Tag.IsNonSpecific || !node.Tag.Value.StartsWith('!'))
        {
            return plain;
        }

        var name = node.Tag.Value[1..];
        var key = WithoutPrefix.Contains(name) ? name : "Fn::" + name;
        return new Mapping([new Entry(key, line, key == "Fn::GetAtt" ? Attribute(plain) : plain)], line);
    }

    private Node Plain(YamlNode node, int line) => node switch
    {
        YamlScalarNode scalar => new Scalar(scalar.Value ?? "", IsQuoted(scalar), line),
        YamlSequenceNode sequence => new Sequence([.. sequence.Children.Select(child => Convert(child))], line),
        YamlMappingNode mapping => new Mapping([.. mapping.Children.Select(child => Pair(child))], line),
        _ => throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"YAML node {node.NodeType} on line {line}")),
    };

    private Entry Pair(KeyValuePair<YamlNode, YamlNode> pair)
    {
        var line = (int)pair.Key.Start.Line;
        if (pair.Key is YamlScalarNode { Value: { } key })
        {
            return new Entry(key, line, Convert(pair.Value));
        }

        problems.Add(line, "a list or map cannot be a key", "write a name before the colon");
        return new Entry("", line, new Unknown(line));
    }

    private static bool IsQuoted(YamlScalarNode scalar) =>
        scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted or ScalarStyle.Literal or ScalarStyle.Folded
        || scalar.Tag is { IsEmpty: false, IsNonSpecific: false };

    /// <summary>!GetAtt Resource.Attribute.Part names the resource before the first dot.</summary>
    private static Node Attribute(Node node) =>
        node is Scalar { Text: var text } && text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
            ? new Sequence([new Scalar(text[..dot], true, node.Line), new Scalar(text[(dot + 1)..], true, node.Line)], node.Line)
            : node;
}
