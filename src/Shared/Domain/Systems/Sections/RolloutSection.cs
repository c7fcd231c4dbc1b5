using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Signatures;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about how a release gets in and what it must pass.</summary>
internal static class RolloutSection
{
    private static readonly Words<Severity> Severities =
        new(("critical", Severity.Critical), ("high", Severity.High), ("medium", Severity.Medium), ("low", Severity.Low), ("informational", Severity.Informational));

    private static MapShape Exception { get; } = new("{id: CVE-2026-1234, owner: ann, until: 2026-12-31, reason: not reachable}",
    [
        Must("id", Scalars.Text("CVE-2026-1234"), "The vulnerability, as the scan names it."),
        Must("owner", Scalars.Text("ann"), "Who answers for it."),
        Must("until", Scalars.Date, "The last day, in UTC, on which it is let through."),
        Must("reason", Scalars.Text("not reachable"), "Why it does no harm so long."),
    ]);

    private static MapShape Scan { get; } = new("{required: true, failOn: critical, within: 15m}",
    [
        May("required", Scalars.Flag, "Whether a release waits for its image's scan; true unless said otherwise."),
        May("failOn", Severities.Shape, "The least severity that refuses the image; critical unless said otherwise."),
        May("within", Scalars.Duration, "How long the scan may take; without it, 15m."),
        May("fixableOnly", Scalars.Flag, "Whether only what an update would mend refuses the image; false unless said otherwise."),
        May("exceptions", new ListShape($"[{Exception.Example}]", Exception), "Vulnerabilities that are let through for a time."),
    ]);

    private static MapShape Key { get; } = new("{pem: '-----BEGIN PUBLIC KEY-----...'}",
    [
        May("pem", Scalars.PublicKey, "The public key."),
        May("kms", Scalars.Pattern("the ARN of a key in KMS", "arn:aws:kms:eu-central-1:111122223333:alias/cosign", "^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/[A-Za-z0-9/_-]+$"),
            "The key in KMS that signs; Slipway must be allowed kms:GetPublicKey by the key's policy."),
    ]);

    private static MapShape Signature { get; } = new($"{{required: true, keys: [{Key.Example}]}}",
    [
        Must("required", Scalars.Flag, "Whether an image without a valid signature is refused."),
        May("keys", new ListShape($"[{Key.Example}]", Key), "Whose signatures by cosign count."),
        May("certificates", new ListShape("['-----BEGIN CERTIFICATE-----...']", Scalars.Certificate), "The root certificates under which signatures by Notation count."),
        May("within", Scalars.Duration, "How long after the push the signature may come; without it, 15m."),
    ]);

    private static MapShape Smoke { get; } = new("{url: https://api.example.com/health, expect: 200}",
    [
        Must("url", Scalars.Url, "What is asked, from outside the cluster."),
        May("expect", Scalars.Whole(100, 599, "200"), "The status of a good answer; without it, 200."),
        May("within", Scalars.Duration, "How long the answer may take."),
    ]);

    private static readonly Words<bool> Strategies = new(("rolling", false), ("canary", true));

    private static MapShape CanaryStep { get; } = new("{share: 10%, for: 5m}",
    [
        Must("share", Scalars.Percent, "The share of all replicas, from 1% to 90%."),
        Must("for", Scalars.Duration, "How long smoke requests and alarms must stay good then."),
    ]);

    private static MapShape Canary { get; } = new("{steps: [{share: 10%, for: 5m}]}",
    [
        Must("steps", new ListShape($"[{CanaryStep.Example}]", CanaryStep, Filled: true), "Each with a greater share than the one before; without canary, 10% for 5m and 50% for 5m."),
    ]);

    private static MapShape Verify { get; } = new("{stableWithin: 10m, bake: 5m}",
    [
        May("stableWithin", Scalars.Duration, "How long a workload may take until all its replicas are ready; without it, 10m."),
        May("bake", Scalars.Duration, "How long smoke requests and alarms must stay good; without it, 5m."),
        May("smoke", new ListShape($"[{Smoke.Example}]", Smoke), "Requests that must be answered after the rollout."),
        .. KeptKeys.Verify,
    ]);

    public static MapShape Shape { get; } = new("{strategy: rolling}",
    [
        May("strategy", Strategies.Shape, "How replicas are replaced: rolling, one after another, or canary, after the image was tried on some beside them. DaemonSets and StatefulSets always roll."),
        May("canary", Canary, "For strategy: canary, its steps."),
        May("scan", Scan, "What the scan of an image must say."),
        May("signature", Signature, "Whose signature an image must have."),
        May("verify", Verify, "When a rollout counts as good."),
        May("onFailure", Scalars.Choice("rollback"), "What happens otherwise: always the last known good image."),
        .. KeptKeys.Rollout,
    ]);

    public static RolloutPolicy Read(ManifestNode rollout)
    {
        var (standard, scan, verify) = (RolloutPolicy.Standard, rollout["scan"], rollout["verify"]);
        return new()
        {
            Scan = new(
                scan["required"].Flag ?? standard.Scan.Required,
                Severities.Find(scan["failOn"].Text) ?? standard.Scan.FailOn,
                scan["within"].Duration ?? standard.Scan.Within)
            {
                FixableOnly = scan["fixableOnly"].Flag ?? standard.Scan.FixableOnly,
                Exceptions = [.. scan["exceptions"].Items.Select(ReadException)],
            },
            Signature = ReadSignature(rollout["signature"]),
            Canary = Strategies.Find(rollout["strategy"].Text) == true ? ReadCanary(rollout["canary"]) : null,
            StableWithin = verify["stableWithin"].Duration ?? standard.StableWithin,
            Bake = verify["bake"].Duration ?? standard.Bake,
            Smoke = [.. verify["smoke"].Items.Select(ReadSmoke)],
        };
    }

    /// <summary>A signature that nobody could give lets nothing in.</summary>
    public static void Check(ManifestNode rollout, Problems problems)
    {
        var signature = rollout["signature"];
        if (signature["required"].Flag == true && signature["keys"].Items.Count == 0 && signature["certificates"].Items.Count == 0)
        {
            problems.Add(signature, $"no signature could be valid; write whose are, such as keys: [{Key.Example}]");
        }

        if (rollout.Find("canary") is { } canary && rollout["strategy"].Text != "canary")
        {
            problems.Add(canary, "belongs to strategy: canary; write that, or remove it");
        }

        CheckSteps(rollout["canary"]["steps"].Items, problems);
        foreach (var key in signature["keys"].Items.Where(key => key is MapNode && key.Find("pem") is null == key.Find("kms") is null))
        {
            problems.Add(key, $"write either pem or kms, such as {Key.Example}");
        }
    }

    private static void CheckSteps(IReadOnlyList<ManifestNode> steps, Problems problems)
    {
        var before = 0.0;
        foreach (var share in steps.Select(step => step["share"]))
        {
            if (Measure.Percent(share.Text) is not { } percent)
            {
                continue;
            }

            if (percent is < 1 or > 90 || percent <= before)
            {
                problems.Add(share, percent <= before ? $"is {share.Text}, not more than the step before; write a greater share" : $"is {share.Text}; write from 1% to 90%");
            }

            before = percent;
        }
    }

    private static CanaryPlan ReadCanary(ManifestNode canary) => canary is AbsentNode ? CanaryPlan.Usual : new(
        [.. canary["steps"].Items.Select(step => new CanaryStep((int)(Measure.Percent(step["share"].Text) ?? 0), step["for"].Duration ?? default))]);

    private static SignaturePolicy ReadSignature(ManifestNode signature) => new(signature["required"].Flag ?? false)
    {
        Keys = [.. signature["keys"].Items.Select(key => key["pem"].Text).OfType<string>()],
        KmsKeys = [.. signature["keys"].Items.Select(key => key["kms"].Text).OfType<string>()],
        Certificates = signature["certificates"].Texts,
        Within = signature["within"].Duration ?? SignaturePolicy.None.Within,
    };

    private static ScanException ReadException(ManifestNode exception) =>
        new(exception["id"].Text ?? "", exception["owner"].Text ?? "", Measure.Date(exception["until"].Text) ?? default, exception["reason"].Text ?? "");

    private static SmokeCheck ReadSmoke(ManifestNode smoke) =>
        new(smoke["url"].Text ?? "", smoke["expect"].Whole ?? 200) { Within = smoke["within"].Duration };
}
