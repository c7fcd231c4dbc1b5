namespace Slipway.Tests.Wire.Peers;

/// <summary>A real Redis that asks for a password.</summary>
public sealed class RedisServer : Peer
{
    public const string Password = "open-sesame";

    public RedisServer() : base("redis-server")
    {
    }

    protected override IReadOnlyList<string> Arguments(int port) =>
        ["--bind", "127.0.0.1", "--port", $"{port}", "--requirepass", Password, "--save", "", "--appendonly", "no", "--dir", Folder];
}
