using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Slipway.Domain;

namespace Slipway.Aws.Registries.Ecr;

/// <summary>An ECR registry by its host name, which says whose it is and where: <c>123456789012.dkr.ecr.eu-central-1.amazonaws.com</c> and its dual-stack and FIPS forms.</summary>
internal sealed partial record EcrHost(string Account, string Region)
{
    public static EcrHost Parse(string host) => TryParse(host, out var parsed)
        ? parsed
        : throw new RejectedException($"{host} is no registry of ECR: its host would read <account>.dkr.ecr.<region>.amazonaws.com.");

    public static bool TryParse(string host, [NotNullWhen(true)] out EcrHost? parsed)
    {
        var match = Form().Match(host);
        parsed = match.Success ? new(match.Groups["account"].Value, match.Groups["region"].Value) : null;
        return match.Success;
    }

    /// <summary>The repository in the words of people: its name, account and region.</summary>
    public string Locate(string repository) => $"the repository {repository} of account {Account} in {Region}";

    // The suffixes are those of the partitions that the ECR credential helper of AWS knows.
    [GeneratedRegex(@"^(?<account>\d{12})\.dkr[.-]ecr(-fips)?\.(?<region>[a-z0-9-]+)\.(amazonaws\.(com(\.cn)?|eu)|on\.(aws|amazonwebservices\.(com\.cn|eu))|sc2s\.sgov\.gov|c2s\.ic\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$")]
    private static partial Regex Form();
}
