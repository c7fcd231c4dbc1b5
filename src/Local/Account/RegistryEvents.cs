using Slipway.Domain.Images;

namespace Slipway.Local.Account;

/// <summary>The registry's events as ECR writes them.</summary>
internal static class RegistryEvents
{
    public static void SendPush(AccountEvents events, string region, Image image, string tag) =>
        events.Send("aws.ecr", "ECR Image Action", region, [], detail =>
        {
            detail.WriteString("result", "SUCCESS");
            detail.WriteString("repository-name", image.Repository);
            detail.WriteString("image-digest", image.Digest.Value);
            detail.WriteString("action-type", "PUSH");
            detail.WriteString("image-tag", tag);
        });

    public static void SendScan(AccountEvents events, string region, Image image, IReadOnlyDictionary<Severity, int> findings, IReadOnlyList<string> tags) =>
        events.Send("aws.ecr", "ECR Image Scan", region, [$"arn:aws:ecr:{region}:{events.AccountId}:repository/{image.Repository}"], detail =>
        {
            detail.WriteString("scan-status", "COMPLETE");
            detail.WriteString("repository-name", image.Repository);
            detail.WriteStartObject("finding-severity-counts");
            foreach (var finding in findings.OrderByDescending(finding => finding.Key))
            {
                detail.WriteNumber(finding.Key.ToString().ToUpperInvariant(), finding.Value);
            }

            detail.WriteEndObject();
            detail.WriteString("image-digest", image.Digest.Value);
            detail.WriteStartArray("image-tags");
            foreach (var tag in tags)
            {
                detail.WriteStringValue(tag);
            }

            detail.WriteEndArray();
        });
}
