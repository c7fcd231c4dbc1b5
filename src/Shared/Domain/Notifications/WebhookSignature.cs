using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Slipway.Domain.Notifications;

/// <summary>
/// By what the receiver of a webhook knows that a notice is Slipway's, and of now: <c>t=1760000000,v1=hex</c>, where v1 is HMAC-SHA256
/// with the shared key over the seconds, a full stop and the bytes of the body. A receiver computes it again, compares in constant time,
/// and refuses what is older than five minutes.
/// </summary>
public static class WebhookSignature
{
    public const string Header = "Slipway-Signature";

    public static string Of(string key, DateTimeOffset now, ReadOnlySpan<byte> body)
    {
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{seconds}."), .. body];
        return $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), signed))}";
    }
}
