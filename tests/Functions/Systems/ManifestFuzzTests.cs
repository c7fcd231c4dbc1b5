using Slipway.Domain.Systems;
using Slipway.Functions.Systems;

namespace Slipway.Tests.Functions.Systems;

/// <summary>Whatever is done to a manifest, reading it ends with the manifest or with problems that have a place and a message.</summary>
public sealed class ManifestFuzzTests
{
    private const int Rounds = 200;

    [Fact]
    public void A_manifest_cut_off_anywhere_loads_or_lists_its_problems() =>
        Try((text, random) => text[..random.Next(text.Length)]);

    [Fact]
    public void A_manifest_with_keys_renamed_loads_or_lists_its_problems() =>
        Try((text, random) => OnLines(text, random, line => line.Replace(':', random.Next(2) == 0 ? 's' : ' ')));

    [Fact]
    public void A_manifest_with_lines_removed_moved_or_indented_loads_or_lists_its_problems() =>
        Try((text, random) => OnLines(text, random, line => random.Next(4) switch { 0 => "", 1 => "  " + line, 2 => line.TrimStart(), _ => $"{line}\n{line}" }));

    [Fact]
    public void A_manifest_with_values_of_other_kinds_loads_or_lists_its_problems()
    {
        string[] values = ["", "null", "-1", "[]", "{}", "99999999999999999999", "1e999", "\"\"", "'\\n'", "[[x]]", "{a: b}", "&a x", "*a", "!!int x", "|\n  x", "true", "999999d999999d999999d999999d", "999999Ti", "999.999%"];
        Try((text, random) => OnLines(text, random, line => line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var at ? line[..(at + 2)] + values[random.Next(values.Length)] : line));
    }

    [Fact]
    public void A_manifest_with_letters_changed_loads_or_lists_its_problems()
    {
        const string letters = "\0\t\n\r {}[],:#&*!|>'\"%@`-?aZ0é\u2028\ufeff";
        Try((text, random) =>
        {
            var changed = text.ToCharArray();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                changed[random.Next(changed.Length)] = letters[random.Next(letters.Length)];
            }

            return new string(changed);
        });
    }

    private static void Try(Func<string, Random, string> change)
    {
        var random = new Random(20260101);
        foreach (var manifest in SystemManifests.All)
        {
            for (var round = 0; round < Rounds; round++)
            {
                Judge(manifest with { Text = change(manifest.Text, random) });
            }
        }
    }

    private static string OnLines(string text, Random random, Func<string, string> change)
    {
        var lines = text.Split('\n');
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(lines.Length);
            lines[at] = change(lines[at]);
        }

        return string.Join('\n', lines);
    }

    private static void Judge(ManifestText manifest)
    {
        var reading = YamlManifest.Load(manifest);
        var last = 1 + manifest.Text.Count(letter => letter is '\n' or '\r' or '\u2028' or '\u0085' or '\u2029');

        Assert.NotEqual(reading.Succeeded, reading.Problems.Count > 0);
        Assert.All(reading.Problems, problem => Assert.True(problem.Line >= 1 && problem.Line <= last && problem.Path.Length > 0 && problem.Message.Length > 0, problem.ToString()));
    }
}
