using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Evaluation;

/// <summary>Parameter values (overrides before defaults) and the pseudo parameters of the stack.</summary>
internal sealed class Parameters
{
    private readonly Dictionary<string, Node> _values = new(StringComparer.Ordinal);

    public Parameters(Mapping section, StackSettings settings, Problems problems)
    {
        foreach (var (name, value) in Pseudo(settings))
        {
            _values[name] = new Scalar(value, true, 0);
        }

        _values["AWS::NotificationARNs"] = new Sequence([], 0);
        foreach (var entry in section.Entries)
        {
            _values[entry.Key] = Value(entry, settings, problems);
        }

        foreach (var name in settings.Parameters.Keys.Where(name => section[name] is null))
        {
            problems.Add(
                Math.Max(section.Line, 1),
                $"the parameter {name} is given, but the template has none of that name",
                Problems.Instead(name, section.Entries.Select(entry => entry.Key)));
        }
    }

    public Node? Find(string name, int line) => _values.TryGetValue(name, out var value) ? value with { Line = line } : null;

    private static IEnumerable<(string Name, string Value)> Pseudo(StackSettings settings) =>
    [
        ("AWS::Region", settings.Region),
        ("AWS::AccountId", settings.AccountId),
        ("AWS::Partition", settings.Partition),
        ("AWS::StackName", settings.StackName),
        (
            "AWS::StackId",
            $"arn:{settings.Partition}:cloudformation:{settings.Region}:{settings.AccountId}:stack/{settings.StackName}/local"),
        ("AWS::URLSuffix", settings.Partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"),
    ];

    private static Node Value(Entry entry, StackSettings settings, Problems problems)
    {
        var declaration = entry.Value as Mapping ?? Mapping.Empty;
        var type = (declaration["Type"] as Scalar)?.Text;
        if (type is null)
        {
            problems.Add(entry.Line, $"the parameter {entry.Key} has no Type", "write Type: String");
        }

        var text = settings.Parameters.TryGetValue(entry.Key, out var given) ? given : Default(declaration);
        if (text is null)
        {
            return problems.Missing(entry.Line, $"the parameter {entry.Key} has no value", "write a Default, or give the parameter");
        }

        if (declaration["AllowedValues"] is Sequence allowed && !allowed.Items.OfType<Scalar>().Any(item => item.Text == text))
        {
            problems.Add(
                entry.Line,
                $"the parameter {entry.Key} may not be '{text}'",
                $"write one of {string.Join(", ", allowed.Items.OfType<Scalar>().Select(item => item.Text))}");
        }

        var isList = type is "CommaDelimitedList" || type?.StartsWith("List<", StringComparison.Ordinal) == true;
        return isList
            ? new Sequence(
                [.. text.Split(',').Where(item => item.Length > 0).Select(item => new Scalar(item.Trim(), true, entry.Line))], entry.Line)
            : new Scalar(text, type != "Number", entry.Line);
    }

    private static string? Default(Mapping declaration) => declaration["Default"] switch
    {
        Scalar scalar => scalar.Text,
        Sequence list => string.Join(',', list.Items.OfType<Scalar>().Select(item => item.Text)),
        _ => null,
    };
}
