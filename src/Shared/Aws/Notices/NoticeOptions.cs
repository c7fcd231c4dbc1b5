namespace Slipway.Aws.Notices;

/// <summary>What notices need to know of the installation.</summary>
/// <param name="AccountId">The account whose topics a name without more means.</param>
/// <param name="Topic">The installation's own topic, by its ARN: what a channel refuses is told there.</param>
/// <param name="Sender">The address that e-mail comes from, verified in SES; empty when there is none.</param>
/// <param name="FallbackRegion">The region from which e-mail goes when SES is out in the installation's own; empty for none.</param>
public sealed record NoticeOptions(string AccountId, string Topic, string Sender, string FallbackRegion = "");
