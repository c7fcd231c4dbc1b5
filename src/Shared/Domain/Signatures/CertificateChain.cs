using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Slipway.Domain.Signatures;

/// <summary>The certificates that came with a signature, its maker's first.</summary>
internal sealed class CertificateChain : IDisposable
{
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";
    private const int Longest = 10;
    private readonly X509Certificate2[] _certificates;

    public CertificateChain(IEnumerable<byte[]> certificates)
    {
        _certificates = [.. certificates.Take(Longest).Select(certificate => X509CertificateLoader.LoadCertificate(certificate))];
        if (_certificates.Length == 0)
        {
            throw new FormatException("it brings no certificate");
        }
    }

    public X509Certificate2 Leaf => _certificates[0];

    /// <summary>Why the maker's certificate does not lead to one of the roots, in PEM, at the time; null when it does.</summary>
    public string? ReasonAgainst(IReadOnlyList<string> roots, DateTimeOffset at)
    {
        if (!MaySign())
        {
            return $"the certificate {Leaf.Subject} is not one for signing code";
        }

        using var chain = new X509Chain();
        X509Certificate2[] trusted = [.. roots.Select(root => X509Certificate2.CreateFromPem(root))];
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.ExtraStore.AddRange(_certificates);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        try
        {
            return chain.Build(Leaf) ? null : $"the certificate {Leaf.Subject} does not lead to one of the manifest's ({string.Join(", ", chain.ChainStatus.Select(status => status.Status).Distinct())})";
        }
        finally
        {
            Array.ForEach(trusted, root => root.Dispose());
            foreach (var element in chain.ChainElements)
            {
                element.Certificate.Dispose();
            }
        }
    }

    public void Dispose() => Array.ForEach(_certificates, certificate => certificate.Dispose());

    private bool MaySign()
    {
        var usage = Leaf.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault();
        var purposes = Leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault();
        return usage?.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature) != false
            && (purposes is null || purposes.EnhancedKeyUsages.Cast<Oid>().Any(purpose => purpose.Value == CodeSigning));
    }
}
