using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Slipway.Domain.Releases;

namespace Slipway.Domain.Approvals;

/// <summary>
/// The right of one person to decide on one release once, until it expires, as a token that only the key's owner can make. It has
/// no number of its own: the same right is the same token, however often it is sent.
/// </summary>
public sealed record DecisionLink(ReleaseId Release, string Person, DateTimeOffset Expires)
{
    private const string Form = "slipway-decision-1";
    private const int MostCharacters = 1000;

    /// <summary>By what the use of the token is remembered; it tells nothing of the token.</summary>
    public static string UseOf(string token) => $"link-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))[..32]}";

    public string Sign(string key) => $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Text))}.{Base64Url.EncodeToString(Seal(Text, key))}";

    /// <summary>What the token says, if it was made with the key, whether it has expired or not; null otherwise.</summary>
    public static DecisionLink? Read(string? token, string key)
    {
        if (token is not { Length: > 0 and <= MostCharacters } || token.Split('.') is not [var content, var seal] || Decode(content) is not { } bytes || Decode(seal) is not { } given)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes);
        var isOurs = CryptographicOperations.FixedTimeEquals(given, Seal(text, key)) && Base64Url.EncodeToString(given) == seal && Base64Url.EncodeToString(bytes) == content;
        return isOurs && text.Split('\n') is [Form, var release, var person, var expires] && long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? new(new(release), person, DateTimeOffset.FromUnixTimeSeconds(seconds))
            : null;
    }

    private string Text => string.Create(CultureInfo.InvariantCulture, $"{Form}\n{Release}\n{Person}\n{Expires.ToUnixTimeSeconds()}");

    private static byte[] Seal(string text, string key) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text));

    private static byte[]? Decode(string text) => Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
