using Slipway.Domain;

namespace Slipway.Functions;

/// <summary>What template.yaml tells a function through its environment; the only place that reads it.</summary>
public sealed class Settings(Func<string, string?> read)
{
    /// <summary>The state machine that takes a push from environment to environment.</summary>
    public string PromotionStateMachineArn => Required("PROMOTION_STATE_MACHINE_ARN");

    /// <summary>The state machine that deals with an alarm.</summary>
    public string RemediationStateMachineArn => Required("REMEDIATION_STATE_MACHINE_ARN");

    /// <summary>The state machine that follows a change of replicas.</summary>
    public string AutoscalingStateMachineArn => Required("AUTOSCALING_STATE_MACHINE_ARN");

    /// <summary>The queue of the ticks of autoscaling.</summary>
    public string ScalingTicksUrl => Required("SCALING_TICKS_URL");

    /// <summary>The queue of the notices that are to be delivered.</summary>
    public string DeliveriesUrl => Required("DELIVERIES_URL");

    /// <summary>The table of the records.</summary>
    public string TableName => Required("TABLE_NAME");

    public string ManifestsBucket => Required("MANIFESTS_BUCKET");

    public string ReportsBucket => Required("REPORTS_BUCKET");

    /// <summary>Where Slipway itself runs; Lambda sets it.</summary>
    public string Region => Required("AWS_REGION", "Lambda sets it; elsewhere set it to the region that Slipway is installed in.");

    /// <summary>Tells this process apart from every other that runs the same function; Lambda sets it.</summary>
    public string Instance => Required("AWS_LAMBDA_LOG_STREAM_NAME");

    /// <summary>The account that Slipway runs in.</summary>
    public string AccountId => Required("ACCOUNT_ID");

    /// <summary>The installation's own topic for people.</summary>
    public string NoticesTopicArn => Required("NOTICES_TOPIC_ARN");

    /// <summary>The address of the page on which people decide; empty where no links are sent.</summary>
    public string ApprovalUrl => read("APPROVAL_URL") ?? "";

    /// <summary>The secret that holds the key of the links.</summary>
    public string ApprovalKeySecret => Required("APPROVAL_KEY_SECRET");

    /// <summary>The secret that holds the signing secret of the Slack app; empty without one.</summary>
    public string SlackSigningSecret => read("SLACK_SIGNING_SECRET") ?? "";

    /// <summary>The address that e-mail to people comes from; empty when the installation has none.</summary>
    public string NoticeSender => read("NOTICE_SENDER") ?? "";

    /// <summary>The region from which e-mail goes when SES is out in this one; empty for none.</summary>
    public string NoticeFallbackRegion => read("NOTICE_FALLBACK_REGION") ?? "";

#pragma warning disable RS0030 // This is the place.
    public static Settings FromEnvironment() => new(Environment.GetEnvironmentVariable);

    /// <summary>What is said here, and the environment for everything else: a function that runs outside Lambda.</summary>
    public static Settings From(IReadOnlyDictionary<string, string> said) => new(name => said.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(name));
#pragma warning restore RS0030

    private string Required(string name, string remedy = "template.yaml must set it for this function.") =>
        read(name) is { Length: > 0 } value ? value : throw new RejectedException($"The environment variable {name} is not set: {remedy}");
}
