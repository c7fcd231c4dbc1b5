using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Templates;
using Slipway.Domain.Signatures;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about how a release gets in and what it must pass.</summary>
internal static class RolloutSection
{
    private enum Strategy
    {
        Rolling,
        Canary,
        BlueGreen,
    }

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

    private static readonly Words<Strategy> Strategies = new(("rolling", Strategy.Rolling), ("canary", Strategy.Canary), ("blueGreen", Strategy.BlueGreen));

    private static readonly Words<DriftPolicy> Drifts = new(("rollback", DriftPolicy.RollBack), ("insist", DriftPolicy.Insist), ("freeze", DriftPolicy.Freeze));

    public static MapShape Shape { get; } = new("{strategy: rolling}",
    [
        May("strategy", Strategies.Shape, "How replicas are replaced: rolling, one after another; canary, after the image was tried on some beside them; or blueGreen, after as many others took all requests. DaemonSets, StatefulSets and, with blueGreen, what takes no requests always roll."),
        May("canary", CanarySection.Shape, "For strategy: canary, its steps and what is compared."),
        May("blueGreen", BlueGreenSection.Shape, "For strategy: blueGreen, how long each side must stay good."),
        May("capacity", CapacitySection.Shape, "Whether there must be room for a release before it begins, beyond what quotas say."),
        May("pauseHooks", PauseHooksSection.Shape, "Who continues deployments of ECS that wait at a pause hook of their service."),
        May("scan", Scan, "What the scan of an image must say."),
        May("signature", Signature, "Whose signature an image must have."),
        May("verify", VerifySection.Shape, "When a rollout counts as good."),
        May("onFailure", Scalars.Choice("rollback"), "What happens otherwise: always the last known good image."),
        May("onDrift", Drifts.Shape, "Who wins when another hand changes a workload during a release: rollback, what was there before both; insist, the release, which asks for its own again, three times at most; freeze, the other hand, and a person looks. rollback unless said otherwise."),
        .. KeptKeys.Rollout,
    ]);

    public static RolloutPolicy Read(ManifestNode rollout)
    {
        var (standard, scan) = (RolloutPolicy.Standard, rollout["scan"]);
        return VerifySection.Read(rollout["verify"], standard with
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
            OnDrift = Drifts.Find(rollout["onDrift"].Text) ?? standard.OnDrift,
            Capacity = CapacitySection.Read(rollout["capacity"]),
            Pauses = PauseHooksSection.Read(rollout["pauseHooks"]),
            Canary = Strategies.Find(rollout["strategy"].Text) switch
            {
                Strategy.Canary => CanarySection.Read(rollout["canary"]),
                Strategy.BlueGreen => BlueGreenSection.Read(rollout["blueGreen"]),
                _ => null,
            },
        });
    }

    /// <summary>A signature that nobody could give lets nothing in, and a canary needs a strategy and sides to compare.</summary>
    public static void Check(ManifestNode document, Problems problems)
    {
        var rollout = document["rollout"];
        var signature = rollout["signature"];
        if (signature["required"].Flag == true && signature["keys"].Items.Count == 0 && signature["certificates"].Items.Count == 0)
        {
            problems.Add(signature, $"no signature could be valid; write whose are, such as keys: [{Key.Example}]");
        }

        VerifySection.Check(document, problems);
        PauseHooksSection.Check(document, problems);
        BlueGreenSection.Check(rollout["blueGreen"], rollout["strategy"], problems);
        CanarySection.Check(rollout["canary"], rollout["strategy"], document["services"], problems);
        foreach (var key in signature["keys"].Items.Where(key => key is MapNode && key.Find("pem") is null == key.Find("kms") is null))
        {
            problems.Add(key, $"write either pem or kms, such as {Key.Example}");
        }
    }

    private static SignaturePolicy ReadSignature(ManifestNode signature) => new(signature["required"].Flag ?? false)
    {
        Keys = [.. signature["keys"].Items.Select(key => key["pem"].Text).OfType<string>()],
        KmsKeys = [.. signature["keys"].Items.Select(key => key["kms"].Text).OfType<string>()],
        Certificates = signature["certificates"].Texts,
        Within = signature["within"].Duration ?? SignaturePolicy.None.Within,
    };

    private static ScanException ReadException(ManifestNode exception) =>
        new(exception["id"].Text ?? "", exception["owner"].Text ?? "", Measure.Date(exception["until"].Text) ?? default, exception["reason"].Text ?? "");
}
