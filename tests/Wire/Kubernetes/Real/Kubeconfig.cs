using System.Security.Cryptography.X509Certificates;
using System.Text;
using Slipway.Aws.Kubernetes.Clusters;
using YamlDotNet.RepresentationModel;

namespace Slipway.Tests.Wire.Kubernetes.Real;

/// <summary>A kubeconfig's current context, for users with a token or a client certificate.</summary>
internal static class Kubeconfig
{
    public static ClusterAccess Read(string path)
    {
        var yaml = new YamlStream();
        using (var text = new StreamReader(path))
        {
            yaml.Load(text);
        }

        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        var context = Named(root, "contexts", Text(root, "current-context") ?? throw new InvalidOperationException($"{path} has no current context."), "context");
        var cluster = Named(root, "clusters", Text(context, "cluster")!, "cluster");
        var user = Named(root, "users", Text(context, "user")!, "user");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(Pem(cluster, "certificate-authority", folder) ?? throw new InvalidOperationException($"{path} names no certificate authority of the cluster."));
        var (certificate, key, token) = (Pem(user, "client-certificate", folder), Pem(user, "client-key", folder), Text(user, "token"));
        return certificate is null && token is null
            ? throw new InvalidOperationException($"{path}: its user has neither a token nor a client certificate.")
            : new(Text(context, "cluster")!, new(Text(cluster, "server")!), authorities, $"the user {Text(context, "user")}")
            {
                Token = token is null ? null : (_, _) => ValueTask.FromResult<string?>(token),
                Certificate = certificate is null ? null : X509Certificate2.CreateFromPem(certificate, key),
            };
    }

    private static YamlMappingNode Named(YamlMappingNode root, string list, string name, string member) =>
        (YamlMappingNode)((YamlSequenceNode)root[list]).Cast<YamlMappingNode>().Single(item => Text(item, "name") == name)[member];

    /// <summary>In the file itself or beside it.</summary>
    private static string? Pem(YamlMappingNode node, string name, string folder) =>
        Text(node, $"{name}-data") is { } data ? Encoding.ASCII.GetString(Convert.FromBase64String(data))
        : Text(node, name) is { } file ? File.ReadAllText(Path.Combine(folder, file))
        : null;

    private static string? Text(YamlMappingNode node, string name) => node.Children.TryGetValue(name, out var value) ? ((YamlScalarNode)value).Value : null;
}
