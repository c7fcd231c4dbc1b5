using System.Globalization;
using Slipway.Domain;
using Slipway.Domain.Images;

namespace Slipway.Local.Account;

/// <summary>ECR of the account: keeps what is pushed, scans it on push and sends its events.</summary>
public sealed class Registry(VirtualClock clock, Chance chance, AccountEvents events, Func<string, string> regionOf) : IImageRegistry, IImageCopies
{
    private static readonly TimeSpan LongAgo = TimeSpan.FromDays(30);
    private readonly Dictionary<Image, StoredImage> _images = [];
    private readonly Dictionary<(string Repository, string Tag), int> _pushes = [];
    private readonly Dictionary<(string Repository, string Tag), StoredImage> _named = [];
    private readonly Dictionary<(string Registry, string Repository, string Name), Image> _protected = [];
    private readonly Dictionary<string, StoredImage> _seeds = new(StringComparer.Ordinal);

    /// <summary>While true, no event tells of a push: ECR sends them on a best effort basis.</summary>
    public bool LosesEvents { get; set; }

    /// <summary>Pushes a new image under a tag; the tag leaves the image that had it. Its event follows, later that of its scan.</summary>
    public Image Push(string repository, string tag, ImageBehaviour behaviour = ImageBehaviour.Healthy, IReadOnlyDictionary<string, string>? labels = null)
    {
        var stored = Store(Host(repository), repository, tag, behaviour);
        stored.Labels = labels ?? stored.Labels;
        stored.Scan = ScanStatus.Pending;
        SendPush(stored.Image, tag);
        if (behaviour != ImageBehaviour.Unscanned)
        {
            clock.Schedule(chance.Seconds($"scan/{stored.Image.Digest}", 20, 60), () => CompleteScan(stored));
        }

        return stored.Image;
    }

    /// <summary>Gives an image a second name: the registry tells of it as of a push.</summary>
    public void Retag(Image image, string tag)
    {
        var stored = Find(image) ?? throw new RejectedException($"The registry does not hold {image.Repository}@{image.Digest}.");
        Name(stored, tag);
        SendPush(stored.Image, tag);
    }

    /// <summary>Puts an image there as if it had always been: no event tells of it.</summary>
    public Image Seed(string? host, string repository)
    {
        if (!_seeds.TryGetValue(repository, out var stored))
        {
            _seeds[repository] = stored = Store(host ?? Host(repository), repository, "initial", ImageBehaviour.Healthy, LongAgo);
            stored.Scan = ScanStatus.Complete;
        }

        return stored.Image;
    }

    /// <summary>The world learns of a vulnerability of the image: its next scan report has it.</summary>
    public void Publish(Image image, Finding finding) =>
        (Find(image) ?? throw new RejectedException($"The registry does not hold {image.Repository}@{image.Digest}.")).Published.Add(finding);

    /// <summary>Removes an image, as a lifecycle rule does: what is protected stays.</summary>
    public void Remove(Image image)
    {
        if (!_protected.ContainsValue(image))
        {
            _images.Remove(image);
        }
    }

    /// <summary>How the image behaves; null when the registry does not hold it.</summary>
    public ImageBehaviour? BehaviourOf(Image image) => Find(image)?.Behaviour;

    public Task<ImageDescription?> FindAsync(Image image, CancellationToken cancellationToken) => Task.FromResult(Find(image)?.Describe());

    public Task<ImageDescription?> FindAsync(string registry, string repository, string tag, CancellationToken cancellationToken) =>
        Task.FromResult(_named.GetValueOrDefault((repository, tag))?.Describe());

    public Task<IReadOnlyList<ImageDescription>> ListAsync(string registry, string repository, DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ImageDescription>>(
        [
            .. _images.Values.Where(stored => stored.Image.Registry == registry && stored.Image.Repository == repository && stored.PushedAt >= since && stored.Tags.Count > 0)
                .OrderBy(stored => stored.PushedAt).Select(stored => stored.Describe()),
        ]);

    /// <summary>Keeps the image under the target's name as well. An image counts as one manifest with one blob, which a registry shares among its repositories.</summary>
    public Task<CopyReport> CopyAsync(Image source, Image target, CancellationToken cancellationToken)
    {
        var stored = source.Digest != target.Digest
            ? throw new RejectedException($"A copy keeps its digest: {source.Reference} cannot become {target.Reference}.")
            : Find(source) ?? throw new RejectedException($"The registry {source.Registry} holds no {source.Repository}@{source.Digest}: it was never pushed there, or a lifecycle rule removed it.");
        return Task.FromResult(
            !_images.TryAdd(target, new(target, stored.Behaviour, clock.GetUtcNow(), stored.SizeInBytes) { Scan = stored.Scan, Labels = stored.Labels }) ? new CopyReport(0, 0, 0, 1, 0)
            : source.Registry == target.Registry ? new CopyReport(1, 0, 1, 0, 0)
            : new CopyReport(1, 1, 0, 0, stored.SizeInBytes));
    }

    public Task<ScanReport> ReadScanAsync(Image image, CancellationToken cancellationToken) =>
        Task.FromResult(Find(image) is { } stored ? stored.Report(chance) : ScanReport.Without(ScanStatus.Missing));

    public Task<IReadOnlyDictionary<string, string>?> ReadLabelsAsync(Image image, CancellationToken cancellationToken) => Task.FromResult(Find(image)?.Labels);

    public Task<string?> ProtectAsync(Image image, string name, CancellationToken cancellationToken)
    {
        var stored = Find(image);
        if (stored is not null)
        {
            _protected[(image.Registry, image.Repository, name)] = image;
            Name(stored, name);
            SendPush(image, name);
        }

        return Task.FromResult(stored is null ? $"The registry no longer holds {image.Repository}@{image.Digest.Abbreviation}." : null);
    }

    /// <summary>What a workload's node gets when it pulls: the behaviour, or null when the image is not there, which is when a missing one disappears.</summary>
    internal ImageBehaviour? Pull(Image image)
    {
        if (BehaviourOf(image) == ImageBehaviour.Missing)
        {
            Remove(image);
        }

        return BehaviourOf(image);
    }

    private StoredImage? Find(Image image) => _images.GetValueOrDefault(image);

    private StoredImage Store(string host, string repository, string tag, ImageBehaviour behaviour, TimeSpan age = default)
    {
        var count = _pushes[(repository, tag)] = _pushes.GetValueOrDefault((repository, tag)) + 1;
        var name = string.Create(CultureInfo.InvariantCulture, $"image/{repository}:{tag}/{count}");
        var image = new Image(host, repository, Digest.Parse($"sha256:{chance.Hexadecimal(name, 64)}"));
        var stored = new StoredImage(image, behaviour, clock.GetUtcNow() - age, chance.Whole($"size/{image.Digest}", 40, 400) * 1_000_000L);
        _images[image] = stored;
        Name(stored, tag);
        return stored;
    }

    private void Name(StoredImage stored, string tag)
    {
        _named.GetValueOrDefault((stored.Image.Repository, tag))?.Tags.Remove(tag);
        _named[(stored.Image.Repository, tag)] = stored;
        stored.Tags.Add(tag);
    }

    private string Host(string repository) => $"{events.AccountId}.dkr.ecr.{regionOf(repository)}.amazonaws.com";

    private void CompleteScan(StoredImage stored)
    {
        stored.Scan = ScanStatus.Complete;
        if (Find(stored.Image) is not null)
        {
            RegistryEvents.SendScan(events, regionOf(stored.Image.Repository), stored.Image, stored.Report(chance).Findings, stored.Tags);
        }
    }

    private void SendPush(Image image, string tag)
    {
        if (!LosesEvents)
        {
            RegistryEvents.SendPush(events, regionOf(image.Repository), image, tag);
        }
    }
}
