using System.Security.Cryptography.X509Certificates;

namespace Slipway.Tests.Wire.Peers;

/// <summary>A real Redis that speaks TLS alone, with a self-made certificate, and asks for a password.</summary>
public sealed class TlsRedisServer : Peer
{
    public TlsRedisServer() : base("redis-server")
    {
    }

    protected override IReadOnlyList<string> Arguments(int port)
    {
        var (certificate, key) = (Path.Combine(Folder, "redis.crt"), Path.Combine(Folder, "redis.key"));
        File.WriteAllText(certificate, TestAuthority.Loopback.ExportCertificatePem());
        using var secret = TestAuthority.Loopback.GetECDsaPrivateKey()!;
        File.WriteAllText(key, secret.ExportPkcs8PrivateKeyPem());
        return
        [
            "--bind", "127.0.0.1", "--port", "0", "--tls-port", $"{port}", "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-auth-clients", "no",
            "--requirepass", RedisServer.Password, "--save", "", "--appendonly", "no", "--dir", Folder,
        ];
    }
}
