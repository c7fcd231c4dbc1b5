using System.Text;

namespace Slipway.Functions.Approvals;

/// <summary>What a Lambda function URL hands to its function: as much of payload format 2.0 as is looked at.</summary>
public sealed record UrlRequest(string? RawPath, string? RawQueryString, IReadOnlyDictionary<string, string>? Headers, UrlContext? RequestContext, string? Body, bool IsBase64Encoded)
{
    public string Method => RequestContext?.Http?.Method?.ToUpperInvariant() ?? "";

    public string Path => RawPath is { Length: > 1 } path ? path.TrimEnd('/') : "/";

    public string? From => RequestContext?.Http?.SourceIp;

    /// <summary>The body as it was sent; empty when it is no UTF-8.</summary>
    public string Text => !IsBase64Encoded ? Body ?? "" : Convert.TryFromBase64String(Body ?? "", new byte[Body?.Length ?? 0], out _) ? Encoding.UTF8.GetString(Convert.FromBase64String(Body ?? "")) : "";

    public string? Header(string name) => Headers?.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    public string? Query(string name) => Field(RawQueryString ?? "", name);

    public string? Form(string name) => Field(Text, name);

    /// <summary>The field of a form as browsers and Slack send it, or of a query.</summary>
    private static string? Field(string encoded, string name) => encoded.Split('&').Select(pair => pair.Split('=', 2))
        .Where(pair => pair.Length == 2 && Decoded(pair[0]) == name).Select(pair => Decoded(pair[1])).FirstOrDefault();

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

public sealed record UrlContext(UrlCall? Http);

public sealed record UrlCall(string? Method, string? SourceIp);

/// <summary>What a function URL answers with.</summary>
public sealed record UrlResponse(int StatusCode, IReadOnlyDictionary<string, string> Headers, string Body)
{
    private const string Html = "text/html; charset=utf-8";

    /// <summary>Nothing is loaded, framed, cached, guessed or told to other sites; the form goes back to where it came from.</summary>
    private static readonly Dictionary<string, string> Closed = new()
    {
        ["cache-control"] = "no-store",
        ["content-security-policy"] = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ["referrer-policy"] = "no-referrer",
        ["x-content-type-options"] = "nosniff",
        ["x-frame-options"] = "DENY",
        ["strict-transport-security"] = "max-age=31536000",
        ["x-robots-tag"] = "noindex",
    };

    public static UrlResponse Page(int status, string html) => new(status, new Dictionary<string, string>(Closed) { ["content-type"] = Html }, html);

    public static UrlResponse Json(int status, string json) => new(status, new Dictionary<string, string>(Closed) { ["content-type"] = "application/json" }, json);

    public UrlResponse With(string header, string value) => this with { Headers = new Dictionary<string, string>(Headers) { [header] = value } };
}
