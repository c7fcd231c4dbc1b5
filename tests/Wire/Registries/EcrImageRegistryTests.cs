using Amazon.ECR;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Tests.Ports;
using Slipway.Tests.Wire.Peers;
using ScanStatus = Slipway.Domain.Images.ScanStatus;

namespace Slipway.Tests.Wire.Registries;

/// <summary>The registry of ECR as moto imitates it.</summary>
public sealed class EcrImageRegistryTests(MotoServer moto) : ImageRegistryContract
{
    private readonly EcrRepositories _repositories = new(moto);
    private string? _repository;

    protected override IImageRegistry Registry => _repositories.Registry;

    protected override async Task<Image> PushAsync(string tag) => await _repositories.PushAsync(_repository ??= await _repositories.CreateAsync(), tag, content: tag);

    protected override Task RemoveAsync(Image image) =>
        _repositories.Client.BatchDeleteImageAsync(new() { RepositoryName = image.Repository, ImageIds = [new() { ImageDigest = image.Digest.Value }] }, Token);

    [Fact]
    public async Task A_missing_repository_is_named_with_its_account_and_region()
    {
        var image = new Image(EcrRepositories.Host, "shop/nothing", Unknown);

        var failure = await Assert.ThrowsAsync<RejectedException>(() => Registry.FindAsync(image, Token));

        Assert.Equal(
            "The image 000000000000 cannot be read: there is no repository shop/nothing of account 123456789012 in us-east-1; create it, or mend the repository's name in the manifest.",
            failure.Message);
        Assert.Equal(failure.Message.Replace("image 000000000000", "manifest of 000000000000", StringComparison.Ordinal), await Registry.ProtectAsync(image, "slipway-x", Token));
        await Assert.ThrowsAsync<RejectedException>(() => Registry.ReadScanAsync(image, Token));
    }

    [Fact]
    public async Task A_host_that_is_no_registry_of_ECR_is_refused()
    {
        var image = new Image("docker.io", "library/redis", Unknown);
        var sentence = "docker.io is no registry of ECR: its host would read <account>.dkr.ecr.<region>.amazonaws.com.";

        Assert.Equal(sentence, (await Assert.ThrowsAsync<RejectedException>(() => Registry.FindAsync(image, Token))).Message);
        Assert.Equal(sentence, await Registry.ProtectAsync(image, "slipway-x", Token));
    }

    [Fact]
    public async Task A_tag_that_cannot_move_because_tags_are_immutable_says_what_to_change()
    {
        _repository = await _repositories.CreateAsync(ImageTagMutability.IMMUTABLE);
        var (one, two) = (await PushAsync("v1"), await PushAsync("v2"));

        Assert.Null(await Registry.ProtectAsync(one, "slipway-x", Token));
        Assert.Null(await Registry.ProtectAsync(one, "slipway-x", Token));
        Assert.Equal(
            $"The tags of the repository {_repository} of account 123456789012 in us-east-1 are immutable, so that slipway-x cannot move to {two.Digest.Abbreviation}: "
            + "make its tag mutability IMMUTABLE_WITH_EXCLUSION with the filter slipway-*.",
            await Registry.ProtectAsync(two, "slipway-x", Token));
    }

    [Fact]
    public async Task A_repository_without_a_lifecycle_policy_gets_none()
    {
        var image = await PushAsync("v1");
        Assert.Null(await Registry.ProtectAsync(image, "slipway-x", Token));
        await Assert.ThrowsAsync<Amazon.ECR.Model.LifecyclePolicyNotFoundException>(() => _repositories.Client.GetLifecyclePolicyAsync(new() { RepositoryName = image.Repository }, Token));
    }

    [Fact]
    public async Task A_lifecycle_policy_spares_what_is_protected_and_is_written_once()
    {
        var image = await PushAsync("v1");
        await _repositories.Client.PutLifecyclePolicyAsync(
            new()
            {
                RepositoryName = image.Repository,
                LifecyclePolicyText = """{"rules":[{"rulePriority":1,"description":"keep ten","selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":10},"action":{"type":"expire"}}]}""",
            },
            Token);

        Assert.Null(await Registry.ProtectAsync(image, "slipway-x", Token));

        var written = (await _repositories.Client.GetLifecyclePolicyAsync(new() { RepositoryName = image.Repository }, Token)).LifecyclePolicyText;
        Assert.Equal(["tagged", "any"], System.Text.Json.Nodes.JsonNode.Parse(written)!["rules"]!.AsArray().Select(rule => (string)rule!["selection"]!["tagStatus"]!));
        Assert.Null(await Registry.ProtectAsync(image, "slipway-y", Token));
        Assert.Equal(written, (await _repositories.Client.GetLifecyclePolicyAsync(new() { RepositoryName = image.Repository }, Token)).LifecyclePolicyText);
    }

    [Fact]
    public async Task A_finished_basic_scan_is_complete_with_findings_that_moto_only_pretends()
    {
        var image = await PushAsync("v1");
        Assert.Equal(ScanStatus.Missing, (await Registry.ReadScanAsync(image, Token)).Status);

        await _repositories.Client.StartImageScanAsync(new() { RepositoryName = image.Repository, ImageId = new() { ImageDigest = image.Digest.Value } }, Token);

        var report = await Registry.ReadScanAsync(image, Token);
        Assert.Equal(ScanStatus.Complete, report.Status);
        Assert.Equal(1, report.Findings[Severity.High]);
        Assert.Null(report.Unfixable);
    }
}
