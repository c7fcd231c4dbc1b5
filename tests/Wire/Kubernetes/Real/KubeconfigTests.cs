using Slipway.Aws.Kubernetes.Api;
using Slipway.Tests.Wire.Kubernetes.Fake;

namespace Slipway.Tests.Wire.Kubernetes.Real;

/// <summary>That a kubeconfig which somebody gives opens its cluster, shown on the fake.</summary>
public sealed class KubeconfigTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_kubeconfig_opens_its_cluster_by_token_or_by_client_certificate(bool hasToken)
    {
        await using var server = await FakeKubernetes.StartAsync();
        server.Known.Add("CN=operator");
        using var certificate = server.Authority.Client("operator");
        using var key = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(certificate)!;
        var user = hasToken
            ? "token: good-token"
            : $"client-certificate-data: {Encode(certificate.ExportCertificatePem())}\n    client-key-data: {Encode(key.ExportPkcs8PrivateKeyPem())}";
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, $"""
            apiVersion: v1
            kind: Config
            current-context: test
            contexts:
            - name: test
              context: {"{cluster: fake, user: operator}"}
            clusters:
            - name: fake
              cluster:
                server: {server.Address}
                certificate-authority-data: {server.Authority.Base64}
            users:
            - name: operator
              user:
                {user}
            """, TestContext.Current.CancellationToken);
        try
        {
            var api = new KubernetesApi(Kubeconfig.Read(path), TimeProvider.System, () => 0, new(), () => { });
            Assert.Empty(await api.ListAsync(ResourcePath.Pods("shop"), null, KubernetesJson.Default.ObjectListPodObject, TestContext.Current.CancellationToken));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Encode(string pem) => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(pem));
}
