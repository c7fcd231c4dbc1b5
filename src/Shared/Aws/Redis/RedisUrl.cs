using System.Globalization;

namespace Slipway.Aws.Redis;

/// <summary>Where a Redis is and how it is entered: <c>redis://user:password@host:port/database</c>, or <c>rediss://</c> over TLS. Nothing of it but <see cref="Place"/> may be shown.</summary>
internal sealed record RedisUrl(bool IsTls, string Host, int Port, string? User, string? Password, int Database)
{
    private const int StandardPort = 6379;

    public string Place => $"{Host}:{Port}";

    /// <summary>Null when the text is no URL of a Redis.</summary>
    public static RedisUrl? TryParse(string text)
    {
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("redis" or "rediss") || uri.Host.Length == 0)
        {
            return null;
        }

        var database = uri.AbsolutePath.Trim('/');
        if (!int.TryParse(database.Length == 0 ? "0" : database, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var (user, password) = uri.UserInfo.Split(':', 2) is [var first, var second] ? (Decoded(first), Decoded(second)) : (null, Decoded(uri.UserInfo));
        return new(uri.Scheme == "rediss", uri.DnsSafeHost, uri.Port > 0 ? uri.Port : StandardPort, user, password, number);
    }

    /// <summary>What must be said before anything else.</summary>
    public IEnumerable<string[]> Greeting =>
    [
        .. Password is null ? Array.Empty<string[]>() : [User is null ? ["AUTH", Password] : ["AUTH", User, Password]],
        .. Database == 0 ? Array.Empty<string[]>() : [["SELECT", Database.ToString(CultureInfo.InvariantCulture)]],
    ];

    public override string ToString() => Place;

    private static string? Decoded(string part) => part.Length == 0 ? null : Uri.UnescapeDataString(part);
}
