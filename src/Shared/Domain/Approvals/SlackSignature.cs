using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Slipway.Domain.Approvals;

/// <summary>Whether a request comes from Slack, and now: its signature over the time and the bytes of the body (Slack: "Verifying requests from Slack").</summary>
public static class SlackSignature
{
    /// <summary>What Slack itself names as the limit against replay.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static bool IsValid(string signingSecret, string? timestamp, string? signature, string body, DateTimeOffset now)
    {
        if (signature is null || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || Math.Abs(now.ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds)
        {
            return false;
        }

        var wanted = $"v0={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(signingSecret), Encoding.UTF8.GetBytes($"v0:{timestamp}:{body}")))}";
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(wanted), Encoding.UTF8.GetBytes(signature));
    }
}
