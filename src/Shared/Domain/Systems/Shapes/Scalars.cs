using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.Domain.Systems.Shapes;

/// <summary>The single values that a manifest is made of, each with its notation for people, for the check and for the schema.</summary>
internal static class Scalars
{
    public const string NamePattern = "^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$";

    public static ScalarShape Flag { get; } =
        new("a yes or no", "true", node => node is { Quoted: false, Value: "true" or "false" }, () => new() { ["type"] = "boolean" }) { Words = ["true", "false"] };

    public static ScalarShape Name { get; } = Pattern("a name of lower-case letters, digits and hyphens", "api", NamePattern);

    public static ScalarShape Duration { get; } = Pattern("a duration", "30s, 10m or 24h", Measure.DurationPattern);

    public static ScalarShape Size { get; } = Pattern("a size", "100Gi", Measure.SizePattern);

    public static ScalarShape Percent { get; } = Pattern("a percentage", "80%", Measure.PercentPattern);

    public static ScalarShape Url { get; } = Pattern("a URL", "https://api.example.com/health", "^https?://[^\\s/{}]+(/[^\\s{}]*)?$");

    public static ScalarShape Tag { get; } = Pattern("a tag pattern (a leading ! takes tags out)", "'v*'", "^!?[A-Za-z0-9_.*-]{1,128}$");

    public static ScalarShape Window { get; } = new(
        "days and hours, or dates,", "'mon-fri 09:00-17:00' or 2026-12-20..2027-01-03", node => node.IsText && Gates.Window.TryParse(node.Value) is not null,
        () => new() { ["type"] = "string", ["pattern"] = Gates.Window.Pattern });

    public static ScalarShape TimeZone { get; } = new(
        "a time zone of the IANA database", "Europe/Berlin or UTC", node => node.IsText && TimeZoneInfo.TryFindSystemTimeZoneById(node.Value, out _),
        () => new() { ["type"] = "string", ["minLength"] = 1 });

    public static ScalarShape Date { get; } = new(
        "a day", "2026-12-31", node => node.IsText && Measure.Date(node.Value) is not null, () => new() { ["type"] = "string", ["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" });

    public static ScalarShape PublicKey { get; } = new(
        "a public key in PEM (ECDSA on P-256 or P-384, or RSA of 2048 bits or more)", "'-----BEGIN PUBLIC KEY-----...'", node => IsPublicKey(node.Value),
        () => new() { ["type"] = "string", ["pattern"] = "BEGIN (RSA )?PUBLIC KEY" });

    public static ScalarShape Certificate { get; } = new(
        "a certificate in PEM", "'-----BEGIN CERTIFICATE-----...'", node => IsCertificate(node.Value), () => new() { ["type"] = "string", ["pattern"] = "BEGIN CERTIFICATE" });

    public static ScalarShape Text(string example) => new("a text", example, node => node.IsText && node.Value.Length > 0, () => new() { ["type"] = "string", ["minLength"] = 1 });

    public static ScalarShape Pattern(string kind, string example, string pattern)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant);
        return new(kind, example, node => node.IsText && Measure.Follows(regex, node.Value), () => new() { ["type"] = "string", ["pattern"] = pattern });
    }

    public static ScalarShape Whole(int least, int most, string example) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"),
            example,
            node => !node.Quoted && node.Whole is { } number && number >= least && number <= most,
            () => new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most });

    /// <summary>A number of zero or more: money, a queue's length.</summary>
    public static ScalarShape Amount(string example) =>
        new("a number", example, node => node is { Quoted: false, Number: >= 0 }, () => new() { ["type"] = "number", ["minimum"] = 0 });

    public static ScalarShape Choice(params IReadOnlyList<string> words) =>
        new("a word", words[0], node => node.IsText && words.Contains(node.Value), () => new() { ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) })
        {
            Words = words,
        };

    /// <summary>One or the other notation.</summary>
    public static ScalarShape Either(string kind, string example, params IReadOnlyList<ScalarShape> notations) =>
        new(
            kind,
            example,
            node => notations.Any(notation => notation.Accepts(node)),
            () => new() { ["anyOf"] = new JsonArray([.. notations.Select(notation => (JsonNode)notation.Schema())]) });

    private static bool IsPublicKey(string pem)
    {
        using var key = Signatures.PublicKey.TryParse(pem);
        return key is not null;
    }

    private static bool IsCertificate(string pem)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public static ScalarShape NameIn(string place, string example) => Name with { Kind = $"a name from {place}", Example = example, NameIn = place };

    public static ScalarShape PathInto(string example, params IReadOnlyList<string> sections) =>
        Pattern($"a reference into {string.Join(", ", sections)}", example, $"^({string.Join('|', sections)})[.][A-Za-z0-9][A-Za-z0-9.-]*$") with { PathInto = sections };
}
