namespace Slipway.Aws.Redis;

/// <summary>What Redis answers to a command.</summary>
internal abstract record RedisReply;

/// <summary>A line or a string; null where there is nothing.</summary>
internal sealed record RedisText(string? Text) : RedisReply;

internal sealed record RedisNumber(long Value) : RedisReply;

/// <summary>Replies in a row; null where there is nothing.</summary>
internal sealed record RedisArray(IReadOnlyList<RedisReply>? Items) : RedisReply;

/// <summary>A refusal: a word that programs understand and a text for people.</summary>
internal sealed record RedisError(string Text) : RedisReply
{
    public string Code => Text.Split(' ', 2)[0];
}

/// <summary>What came is not what Redis says.</summary>
internal sealed class RedisProtocolException(string message) : Exception(message);
