using System.Globalization;
using System.Text.Json;
using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Reading;

/// <summary>
/// Reads the worked-out properties of one resource or event and says by name and line what is missing, misspelt or out of range.
/// </summary>
internal sealed class Properties(Mapping node, string owner, int line, Problems problems)
{
    public string Owner => owner;

    public int Line => line;

    public Mapping Node => node;

    public Problems Problems => problems;

    public Node? this[string key] => node[key] is null or Absent ? null : node[key];

    public bool Has(string key) => this[key] is not null;

    public int LineOf(string key) => node.Entries.FirstOrDefault(entry => entry.Key == key)?.Line ?? line;

    public Properties AllowOnly(params string[] keys)
    {
        foreach (var entry in node.Entries.Where(entry => !keys.Contains(entry.Key)))
        {
            problems.Add(entry.Line, $"{owner} has no property {entry.Key}", Problems.Instead(entry.Key, keys));
        }

        return this;
    }

    /// <summary>Null when the property is missing or already reported.</summary>
    public string? Text(string key)
    {
        var value = this[key];
        if (value is not (null or Scalar or Unknown))
        {
            problems.Add(value.Line, $"{key} of {owner} is a list or a map", "write one text value");
        }

        return (value as Scalar)?.Text;
    }

    public string Required(string key, string remedy)
    {
        if (!Has(key))
        {
            problems.Add(line, $"{owner} has no {key}", remedy);
        }

        return Text(key) ?? "";
    }

    public int Number(string key, int fallback, int least, int most)
    {
        if (Text(key) is not { } text)
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        problems.Add(
            LineOf(key),
            $"{key} of {owner} is {text}",
            string.Create(CultureInfo.InvariantCulture, $"write a number from {least} to {most}"));
        return fallback;
    }

    public TimeSpan Seconds(string key, int fallback, int least, int most) => TimeSpan.FromSeconds(Number(key, fallback, least, most));

    public bool Flag(string key, bool fallback)
    {
        switch (Text(key)?.ToLowerInvariant())
        {
            case null: return fallback;
            case "true": return true;
            case "false": return false;
            case var other:
                problems.Add(LineOf(key), $"{key} of {owner} is {other}", "write true or false");
                return fallback;
        }
    }

    public string Choice(string key, string fallback, params string[] allowed)
    {
        if (Text(key) is not { } text || allowed.Contains(text))
        {
            return Text(key) ?? fallback;
        }

        problems.Add(LineOf(key), $"{key} of {owner} is {text}", Problems.Instead(text, allowed));
        return fallback;
    }

    /// <summary>The map below the key; an empty one when it is missing.</summary>
    public Properties Nested(string key)
    {
        if (this[key] is { } value and not (Mapping or Unknown))
        {
            problems.Add(value.Line, $"{key} of {owner} is not a map", $"write names and values below {key}:");
        }

        return new Properties(this[key] as Mapping ?? Mapping.Empty, $"{key} of {owner}", LineOf(key), problems);
    }

    /// <summary>The list below the key; a single value counts as a list of one.</summary>
    public IReadOnlyList<Node> List(string key) => this[key] switch
    {
        Sequence sequence => sequence.Items,
        null or Unknown => [],
        var single => [single],
    };

    public IReadOnlyDictionary<string, string> Texts(string key)
    {
        var nested = Nested(key);
        return nested.Node.Entries.Select(entry => (entry.Key, Text: nested.Text(entry.Key) ?? "")).ToDictionary(
            pair => pair.Key, pair => pair.Text, StringComparer.Ordinal);
    }

    public JsonElement? Json(string key) => this[key]?.ToElement();
}
