using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Slipway.Benchmarks.ColdStart;

/// <summary>An authority of this run, the certificate of its server, and the files that a function finds its roots in.</summary>
internal sealed class Trust
{
    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddDays(-1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cold-start-");
    private readonly X509Certificate2 _authority;

    public Trust()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=cold start", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = request.CreateSelfSigned(From, From.AddDays(7));
        Server = Issue();
    }

    public X509Certificate2 Server { get; }

    /// <summary>No directory of roots, which without a word would be the distribution's.</summary>
    public string NoDirectory => Path.Combine(_folder.FullName, "no-other-roots");

    /// <summary>A copy of a file of roots with the authority of this run at its end.</summary>
    public string With(string roots)
    {
        var path = Path.Combine(_folder.FullName, Path.GetFileName(roots));
        File.WriteAllText(path, $"{File.ReadAllText(roots)}\n{_authority.ExportCertificatePem()}\n");
        return path;
    }

    private X509Certificate2 Issue()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(_authority, From, From.AddDays(6), RandomNumberGenerator.GetBytes(8));
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}
