namespace Slipway.Tests.Wire.Peers;

/// <summary>Debian's docker-registry: a real registry of the OCI distribution API, empty at first, without the referrers API.</summary>
public class DockerRegistry : Peer
{
    public DockerRegistry() : base("docker-registry")
    {
    }

    /// <summary>Who may use a registry that asks for a password; null lets everybody in. The hash is bcrypt's of the password.</summary>
    protected virtual string? PasswordFile => null;

    protected override IReadOnlyList<string> Arguments(int port)
    {
        var configuration = Path.Combine(Folder, "config.yml");
        File.WriteAllText(configuration, $"""
            version: 0.1
            log:
              level: error
              accesslog:
                disabled: true
            storage:
              filesystem:
                rootdirectory: {Path.Combine(Folder, "storage")}
              delete:
                enabled: true
            validation:
              manifests:
                urls:
                  allow: ["^https://"]
            http:
              addr: 127.0.0.1:{port}

            """);
        if (PasswordFile is { } accounts)
        {
            var file = Path.Combine(Folder, "htpasswd");
            File.WriteAllText(file, accounts);
            File.AppendAllText(configuration, $"""
                auth:
                  htpasswd:
                    realm: slipway
                    path: {file}

                """);
        }

        return ["serve", configuration];
    }
}

/// <summary>The same with a door: it wants Basic authorization.</summary>
public sealed class GuardedRegistry : DockerRegistry
{
    public const string User = "AWS";
    public const string Password = "open sesame";

    protected override string PasswordFile => $"{User}:$2b$04$abcdefghijklmnopqrstuu/LVz6MZlItEy42I2juLihZ66HnQx/cy\n";
}

/// <summary>Two registries: what is copied from one to the other goes over the wire.</summary>
public sealed class TwoRegistries : IAsyncLifetime
{
    public DockerRegistry Source { get; } = new();

    public DockerRegistry Target { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Source.InitializeAsync();
        await Target.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Target.DisposeAsync();
    }
}
