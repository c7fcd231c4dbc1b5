using Slipway.Domain;
using Slipway.Domain.Notifications;

namespace Slipway.Aws.Notices;

/// <summary>What Slack's API says no with (the errors of chat.postMessage), in a sentence that says what to do.</summary>
internal static class SlackFailure
{
    private const int LongestCode = 60;

    public static Exception Of(string code, Channel channel, string conversation) => code switch
    {
        "ratelimited" or "rate_limited" or "message_limit_exceeded" or "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout" or "team_added_to_org" =>
            new UnavailableException($"Slack takes no notice now ({code})."),
        "invalid_auth" or "not_authed" or "account_inactive" or "token_revoked" or "token_expired" =>
            new RejectedException($"Slack does not accept the token ({code}): put the one of the app's bot, which begins with xoxb-, into the secret {channel.Target}."),
        "missing_scope" or "no_permission" or "not_allowed_token_type" =>
            new RejectedException($"Slack does not let the app write ({code}): give its bot the scope chat:write, install it again, and put its token into the secret {channel.Target}."),
        "channel_not_found" =>
            new RejectedException($"Slack knows no conversation {conversation} ({code}): correct notifications.channels.{channel.Name}.channel, or invite the app there if it is private."),
        "not_in_channel" =>
            new RejectedException($"Slack's app is not in the conversation {conversation} ({code}): invite it there, or give its bot the scope chat:write.public."),
        "is_archived" =>
            new RejectedException($"The conversation {conversation} of Slack is archived ({code}): name another one in notifications.channels.{channel.Name}.channel."),
        "restricted_action" or "restricted_action_read_only_channel" or "ekm_access_denied" or "access_denied" =>
            new RejectedException($"Slack's administrators do not let the app write to the conversation {conversation} ({code}): ask them, or name another one in notifications.channels.{channel.Name}.channel."),
        _ => new RejectedException($"Slack refuses the notice ({Known(code)}): the reference of its method chat.postMessage says what that means."),
    };

    /// <summary>Nothing but a code is repeated.</summary>
    private static string Known(string code) => code.Length is > 0 and <= LongestCode && code.All(letter => letter is (>= 'a' and <= 'z') or '_') ? code : "an answer without a code";
}
