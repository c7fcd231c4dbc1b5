using System.Text.RegularExpressions;

namespace Slipway.Domain.Notifications;

/// <summary>
/// Takes out of a text what looks like a secret: log lines and messages of failures carry what others wrote, and a notice goes to many.
/// <list type="table">
/// <listheader><term>What stands there</term><description>what is left of it</description></listheader>
/// <item><term>a private key in PEM</term><description>nothing</description></item>
/// <item><term>a password in an address, postgres://ann:word@host</term><description>postgres://[redacted]@host</description></item>
/// <item><term>Authorization with what follows; Bearer and Basic with a credential</term><description>the word</description></item>
/// <item><term>password, secret, token, key and their like, with = or : and a value</term><description>the word</description></item>
/// <item><term>the signature, credential or session of a signed address of AWS</term><description>the parameter's name</description></item>
/// <item><term>the address of a webhook of Slack</term><description>its host</description></item>
/// <item><term>a key id of AWS, a token of Slack, GitHub, GitLab, npm or Stripe, a key of Google, a JSON web token</term><description>nothing</description></item>
/// </list>
/// </summary>
public static partial class Redaction
{
    /// <summary>What is taken out once is left as it is.</summary>
    private const string Mark = "[redacted]";

    public static string Of(string text)
    {
        text = PrivateKey().Replace(text, Mark);
        text = UserInAddress().Replace(text, $"$1{Mark}@");
        text = Header().Replace(text, $"$1{Mark}");
        text = Scheme().Replace(text, $"$1{Mark}");
        text = SignedAddress().Replace(text, $"$1{Mark}");
        text = Webhook().Replace(text, $"$1{Mark}");
        text = Named().Replace(text, $"$1{Mark}");
        return Token().Replace(text, Mark);
    }

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"\b([a-z][a-z0-9+.-]{0,20}://)[^\s/@:""'<>]{0,200}:[^\s/@""'<>]{0,500}@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UserInAddress();

    [GeneratedRegex(@"(\b(?:proxy-)?authorization[""']?\s{0,9}[:=]\s{0,9})[^\r\n,;}]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Header();

    [GeneratedRegex(@"\b((?:bearer|basic)\s+)[a-z0-9+/._~=-]{16,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"(\b(?:x-amz-(?:signature|credential|security-token)|sig|signature)=)(?:\[redacted\]|[^\s&""'<>]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SignedAddress();

    [GeneratedRegex(@"(\bhooks\.slack\.com/)(?:\[redacted\]|[^\s""'<>]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Webhook();

    [GeneratedRegex(
        @"((?<![a-z0-9])(?:[a-z0-9]{1,30}[_-]){0,5}(?:password|passwd|pwd|passphrase|secret|token|credentials?|api[_-]?key|access[_-]?key|secret[_-]?key|private[_-]?key|auth[_-]?key|routing[_-]?key)(?:[_-](?:id|key|value)){0,2}[""']?\s{0,9}[=:]\s{0,9})(?:\[redacted\]|""[^""\r\n]*""|'[^'\r\n]*'|[^\s,;&""'<>\])}]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex(
        @"\b(?:(?:AKIA|ASIA)[A-Z0-9]{16}|xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{8,}|xapp-[A-Za-z0-9-]{8,}|gh[opusr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}|npm_[A-Za-z0-9]{20,}|[rs]k_(?:live|test)_[A-Za-z0-9]{10,}|AIza[A-Za-z0-9_-]{30,}|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
