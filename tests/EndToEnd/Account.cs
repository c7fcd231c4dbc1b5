using Slipway.Domain.Releases;
using Slipway.Domain.Systems;
using Slipway.Local.Account;
using Slipway.Local.Hosting;

namespace Slipway.Tests.EndToEnd;

/// <summary>Slipway installed in the embedded account with the manifest of one of the systems.</summary>
internal sealed class Account : IDisposable
{
    public Account(string system = "cv-hub", Func<InstallationSettings, InstallationSettings>? change = null)
    {
        var path = Path.Combine(Repository.Root, "systems", $"{system}.yaml");
        var settings = new InstallationSettings
        {
            TemplatePath = Path.Combine(Repository.Root, "template.yaml"),
            Manifests = [new ManifestText(Path.GetFileName(path), File.ReadAllText(path))],
        };
        Slipway = new Installation(change is null ? settings : change(settings));
        Slipway.Account.Start();
    }

    public Installation Slipway { get; }

    public IReadOnlyList<Release> Releases => [.. Slipway.Systems.SelectMany(system => system.Environments.SelectMany(environment =>
        Slipway.Memory.Releases.ListAsync(system.Name, environment.Name, TestContext.Current.CancellationToken).Result))];

    public Release Release(string environment) => Assert.Single(Releases, release => release.Environment.Value == environment);

    public Domain.Images.Image Push(string repository, ImageBehaviour behaviour = ImageBehaviour.Healthy, string tag = "4f1c2d9") =>
        Slipway.Account.Registry.Push(repository, tag, behaviour);

    /// <summary>Runs until nothing is left to do, at most two days.</summary>
    public void Settle()
    {
        Slipway.Clock.RunUntil(Slipway.Clock.GetUtcNow().AddSeconds(5));
        Assert.True(Slipway.Clock.RunUntil(() => !Slipway.IsBusy, Slipway.Clock.GetUtcNow().AddDays(2)), "the run did not come to an end");
    }

    public void Dispose() => Slipway.Dispose();
}
