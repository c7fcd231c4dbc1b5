using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Evaluation;

/// <summary>The intrinsics that make and take apart texts.</summary>
internal sealed partial class TextFunctions(Evaluator evaluator)
{
    /// <summary>!Sub text, or !Sub [text, {name: value}]; ${!x} stays ${x}.</summary>
    public Node Substitute(Node node)
    {
        var (text, variables) = node switch
        {
            Scalar scalar => (scalar, Mapping.Empty),
            Sequence { Items: [Scalar scalar, Mapping map] } => (scalar, map),
            _ => (null, Mapping.Empty),
        };
        if (text is null)
        {
            return evaluator.Problems.Missing(node.Line, "!Sub needs a text, or a text and a map", "write !Sub '...${Name}...'");
        }

        ReportUnused(text, variables);
        var isKnown = true;
        var filled = Place().Replace(text.Text, match =>
        {
            var value = match.Groups[1].Value is ['!', .. var literal]
                ? "${" + literal + "}"
                : Value(match.Groups[1].Value.Trim(), variables, text.Line);
            isKnown &= value is not null;
            return value ?? "";
        });
        return isKnown ? new Scalar(filled, true, node.Line) : new Unknown(node.Line);
    }

    public Node Join(Node node)
    {
        if (node is not Sequence { Items: [Scalar separator, var list] } || evaluator.Evaluate(list) is not { } items || items is not (Sequence or Unknown))
        {
            return evaluator.Problems.Missing(node.Line, "!Join needs a separator and a list", "write !Join [',', [a, b]]");
        }

        var texts = (items as Sequence)?.Items.Select(evaluator.Text).ToList();
        return texts is null || texts.Contains(null)
            ? new Unknown(node.Line)
            : new Scalar(string.Join(separator.Text, texts), true, node.Line);
    }

    public Node Split(Node node) =>
        node is Sequence { Items: [Scalar separator, var source] }
            ? evaluator.Text(source) is { } text
                ? new Sequence([.. text.Split(separator.Text).Select(part => new Scalar(part, true, node.Line))], node.Line)
                : new Unknown(node.Line)
            : evaluator.Problems.Missing(node.Line, "!Split needs a separator and a text", "write !Split [',', text]");

    public Node Select(Node node)
    {
        if (node is not Sequence { Items: [var position, var list] } || !int.TryParse(evaluator.Text(position), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return evaluator.Problems.Missing(node.Line, "!Select needs an index and a list", "write !Select [0, [a, b]]");
        }

        return evaluator.Evaluate(list) switch
        {
            Sequence items when index < items.Items.Count => items.Items[index],
            Unknown => new Unknown(node.Line),
            _ => evaluator.Problems.Missing(
                node.Line, string.Create(CultureInfo.InvariantCulture, $"!Select {index} reaches beyond the list"), "count from 0"),
        };
    }

    public Node Base64(Node node) =>
        evaluator.Text(node) is { } text
            ? new Scalar(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)), true, node.Line)
            : new Unknown(node.Line);

    private string? Value(string name, Mapping variables, int line)
    {
        if (variables[name] is { } own)
        {
            return evaluator.Text(own);
        }

        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var value = dot < 0
            ? evaluator.Reference(name, line)
            : evaluator.Evaluate(new Mapping([new Entry("Fn::GetAtt", line, new Sequence([new Scalar(name[..dot], true, line), new Scalar(name[(dot + 1)..], true, line)], line))], line));
        return value switch
        {
            Scalar scalar => scalar.Text,
            Sequence list => string.Join(',', list.Items.OfType<Scalar>().Select(item => item.Text)),
            _ => null,
        };
    }

    private void ReportUnused(Scalar text, Mapping variables)
    {
        bool IsUsed(Entry variable) => text.Text.Contains("${" + variable.Key + "}", StringComparison.Ordinal);
        foreach (var variable in variables.Entries.Where(variable => !IsUsed(variable)))
        {
            evaluator.Problems.Add(
                variable.Line,
                $"!Sub gives a value for {variable.Key}, but its text has no ${{{variable.Key}}}",
                $"use ${{{variable.Key}}} in the text or remove the line");
        }
    }

    [GeneratedRegex(@"\$\{([^}]+)\}")]
    private static partial Regex Place();
}
