using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Local.StepFunctions.Intrinsics;

/// <summary>The functions that make, take apart and encode texts.</summary>
internal static class TextFunctions
{
    private const int LongestText = 10_000;

    public static Json Format(Json[] values)
    {
        var template = Text(values[0], "a template");
        var text = new StringBuilder();
        var next = 1;
        for (var at = 0; at < template.Length; at++)
        {
            if (template[at] == '\\' && at + 1 < template.Length && template[at + 1] is '{' or '}')
            {
                text.Append(template[++at]);
            }
            else if (template[at] == '{' && at + 1 < template.Length && template[at + 1] == '}')
            {
                if (next == values.Length)
                    throw new IntrinsicException($"the template has more {{}} than the {values.Length - 1} arguments given");

                values[next++].WritePlain(text);
                at++;
            }
            else
            {
                text.Append(template[at]);
            }
        }

        return next == values.Length
            ? Json.Of(text.ToString())
            : throw new IntrinsicException($"the template has {next - 1} {{}} for the {values.Length - 1} arguments given");
    }

    public static Json Split(Json text, Json delimiters) =>
        JsonList.Of(Text(text, "a text").Split(Text(delimiters, "delimiters").ToCharArray(), StringSplitOptions.RemoveEmptyEntries).Select(Json.Of));

    public static Json ToJson(Json text)
    {
        var json = Text(text, "a text");
        try
        {
            return string.IsNullOrWhiteSpace(json) ? Json.Null : Json.Parse(json);
        }
        catch (FormatException broken)
        {
            throw new IntrinsicException(broken.Message);
        }
    }

    public static Json Merge(Json[] values)
    {
        if (values is not [JsonMap left, JsonMap right, ..])
            throw new IntrinsicException("JsonMerge takes two JSON objects");

        if (values is [_, _, not JsonTruth { Value: false }])
            throw new IntrinsicException("the third argument must be false: only shallow merging is supported");

        return JsonMap.Of(left.Members.Concat(right.Members));
    }

    public static Json Encode(Json text) => Json.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(Limited(text))));

    public static Json Decode(Json text)
    {
        try
        {
            return Json.Of(Encoding.UTF8.GetString(Convert.FromBase64String(Limited(text))));
        }
        catch (FormatException)
        {
            throw new IntrinsicException("the text is not Base64");
        }
    }

    [SuppressMessage("Security", "CA5350", Justification = "States.Hash offers SHA-1; nothing here is secured by it.")]
    [SuppressMessage("Security", "CA5351", Justification = "States.Hash offers MD5; nothing here is secured by it.")]
    public static Json Hash(Json value, Json algorithm)
    {
        var bytes = Encoding.UTF8.GetBytes(value is JsonText ? Limited(value) : value.ToString());
        return Json.Of(Convert.ToHexStringLower(Text(algorithm, "an algorithm") switch
        {
            "MD5" => MD5.HashData(bytes),
            "SHA-1" => SHA1.HashData(bytes),
            "SHA-256" => SHA256.HashData(bytes),
            "SHA-384" => SHA384.HashData(bytes),
            "SHA-512" => SHA512.HashData(bytes),
            var other => throw new IntrinsicException($"there is no algorithm '{other}'; write MD5, SHA-1, SHA-256, SHA-384 or SHA-512"),
        }));
    }

    private static string Text(Json value, string what) => value.AsText ?? throw new IntrinsicException($"{what} was expected, not {value}");

    private static string Limited(Json value)
    {
        var text = Text(value, "a text");
        return text.Length <= LongestText ? text : throw new IntrinsicException($"the text is longer than {LongestText} characters");
    }
}
