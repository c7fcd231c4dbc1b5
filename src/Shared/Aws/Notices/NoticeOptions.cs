namespace Slipway.Aws.Notices;

/// <summary>What notices need to know of the installation.</summary>
/// <param name="AccountId">The account whose topics a name without more means.</param>
/// <param name="Sender">The address that e-mail comes from, verified in SES; empty when there is none.</param>
/// <param name="FallbackRegion">The region from which e-mail goes when SES is out in the installation's own; empty for none.</param>
public sealed record NoticeOptions(string AccountId, string Sender, string FallbackRegion = "");
