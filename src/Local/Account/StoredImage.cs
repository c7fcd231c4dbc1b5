using Slipway.Domain.Images;

namespace Slipway.Local.Account;

/// <summary>An image as the registry of the account keeps it.</summary>
internal sealed class StoredImage(Image image, ImageBehaviour behaviour, DateTimeOffset pushedAt, long sizeInBytes)
{
    public Image Image { get; } = image;

    public ImageBehaviour Behaviour { get; } = behaviour;

    public DateTimeOffset PushedAt { get; } = pushedAt;

    public long SizeInBytes { get; } = sizeInBytes;

    public List<string> Tags { get; } = [];

    public IReadOnlyDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>();

    public ScanStatus Scan { get; set; } = ScanStatus.Missing;

    /// <summary>What the world has learned of since it was built.</summary>
    public List<Finding> Published { get; } = [];

    public ImageDescription Describe() => new(Image, [.. Tags], PushedAt, SizeInBytes);

    public ScanReport Report(Chance chance) => Scan == ScanStatus.Complete ? ScanReport.Of([.. Findings(chance), .. Published]) : ScanReport.Without(Scan);

    private IEnumerable<Finding> Findings(Chance chance)
    {
        var subject = $"findings/{Image.Digest}";
        IEnumerable<(Severity Severity, int Count)> found = [(Severity.Low, chance.Whole(subject, 1, 9)), (Severity.Medium, chance.Whole($"{subject}/medium", 1, 4))];
        if (Behaviour == ImageBehaviour.Vulnerable)
        {
            found = [.. found, (Severity.High, chance.Whole($"{subject}/high", 2, 6)), (Severity.Critical, chance.Whole($"{subject}/critical", 1, 3))];
        }

        return found.SelectMany(one => Enumerable.Range(0, one.Count).Select(number => new Finding(Name(chance, $"{subject}/{one.Severity}/{number}"), one.Severity)));
    }

    private static string Name(Chance chance, string subject) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"CVE-2025-{chance.Whole(subject, 10000, 49999)}");
}
