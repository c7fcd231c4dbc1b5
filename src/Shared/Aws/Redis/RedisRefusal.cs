using Slipway.Domain;

namespace Slipway.Aws.Redis;

/// <summary>What it means that Redis refuses a command, said for the person who must mend it.</summary>
internal static class RedisRefusal
{
    public const string WrongType = "WRONGTYPE";

    /// <summary>Says nothing of what Redis repeats after AUTH: some servers repeat the password.</summary>
    public static Exception Translate(string failed, string command, RedisError error) => error.Code switch
    {
        "ERR" when error.Text.Contains("max number of clients", StringComparison.OrdinalIgnoreCase) => new UnavailableException($"{failed}: it has no connection left (max number of clients reached)."),

        // It starts, lost its primary, moves slots or runs a script: it will answer again by itself.
        "LOADING" or "MASTERDOWN" or "CLUSTERDOWN" or "TRYAGAIN" or "BUSY" => new UnavailableException($"{failed}: it cannot answer now ({error.Code})."),
        "WRONGPASS" => new RejectedException($"{failed}: it does not accept the user and password of the secret (WRONGPASS)."),
        "NOAUTH" => new RejectedException($"{failed}: it asks for a password, but the URL in the secret has none (NOAUTH)."),
        _ when command == "AUTH" => new RejectedException($"{failed}: it does not take the password of the secret ({error.Code}); a Redis without a password takes a URL without one."),
        "NOPERM" => new RejectedException($"{failed}: its user may not run {command} on this key (NOPERM)."),
        "MOVED" or "ASK" => new RejectedException($"{failed}: it is a node of a cluster and the queue is on another one ({error.Code}); Slipway reads queues of a Redis without cluster mode."),
        _ => new RejectedException($"{failed}: it refuses {command}: {error.Text}"),
    };
}
