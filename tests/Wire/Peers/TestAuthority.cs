using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Slipway.Tests.Wire.Peers;

/// <summary>A certificate authority made for a test, that nobody else trusts.</summary>
internal sealed class TestAuthority
{
    private static readonly DateTimeOffset Today = DateTimeOffset.UtcNow;
    private readonly X509Certificate2 _root;

    public TestAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        _root = request.CreateSelfSigned(Today.AddDays(-1), Today.AddDays(30));
    }

    /// <summary>What vouches for servers on loopback.</summary>
    public static TestAuthority OfLoopback { get; } = new("Nobody");

    /// <summary>The certificate of every such server.</summary>
    public static X509Certificate2 Loopback { get; } = OfLoopback.Server("127.0.0.1");

    public string Pem => _root.ExportCertificatePem();

    /// <summary>As EKS and kubeconfigs carry it.</summary>
    public string Base64 => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(Pem));

    public X509Certificate2Collection Certificates => [X509Certificate2.CreateFromPem(Pem)];

    public X509Certificate2 Server(params string[] names)
    {
        var subjects = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                subjects.AddIpAddress(address);
            }
            else
            {
                subjects.AddDnsName(name);
            }
        }

        return Issue($"CN={names[0]}", "1.3.6.1.5.5.7.3.1", subjects.Build());
    }

    public X509Certificate2 Client(string user) => Issue($"CN={user}", "1.3.6.1.5.5.7.3.2", null);

    private X509Certificate2 Issue(string subject, string usage, X509Extension? names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, false));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names);
        }

        using var certificate = request.Create(_root, Today.AddDays(-1), Today.AddDays(7), RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }
}
