using System.Text;
using System.Text.Json.Nodes;
using Slipway.Domain.Images;
using Slipway.Functions.Images;

namespace Slipway.Tests.Functions.Images;

public sealed class RegistryEventTests
{
    /// <summary>As the documentation of ECR shows it, with a digest of full length.</summary>
    public const string Push = """
        {"version":"0","id":"13cde686-328b-6117-af20-0e5566167482","detail-type":"ECR Image Action","source":"aws.ecr","account":"123456789012","time":"2026-01-05T01:54:34Z","region":"us-west-2","resources":[],
        "detail":{"result":"SUCCESS","repository-name":"cv-hub-api","image-digest":"sha256:7f5b2640fe6fb4f46592dfd3410c4a79dac4f89e4782432e0378abcd1234eeff","action-type":"PUSH","image-tag":"4f1c2d9"}}
        """;

    private const string Scan = """
        {"version":"0","id":"85fc3613-e913-7fc4-a80c-a3753e4aa9ae","detail-type":"ECR Image Scan","source":"aws.ecr","account":"123456789012","time":"2026-01-05T02:36:48Z","region":"us-west-2","resources":[],
        "detail":{"scan-status":"COMPLETE","repository-name":"cv-hub-api","finding-severity-counts":{"CRITICAL":1},"image-digest":"sha256:7f5b2640fe6fb4f46592dfd3410c4a79dac4f89e4782432e0378abcd1234eeff","image-tags":[]}}
        """;

    [Fact]
    [Trait("Requirement", "CVH-36")]
    [Trait("Requirement", "CCP-24")]
    public void A_push_is_read_with_its_image_tag_and_time()
    {
        var read = RegistryEvent.Read("message", Push);

        var digest = Digest.Parse("sha256:7f5b2640fe6fb4f46592dfd3410c4a79dac4f89e4782432e0378abcd1234eeff");
        var image = new Image("123456789012.dkr.ecr.us-west-2.amazonaws.com", "cv-hub-api", digest);
        Assert.Equal(new Push("13cde686-328b-6117-af20-0e5566167482", image, "4f1c2d9", new(2026, 1, 5, 1, 54, 34, TimeSpan.Zero)), read.Push);
        Assert.Equal((null, null), (read.Scanned, read.Unusable));
    }

    [Fact]
    public void A_scan_that_ended_is_read_with_its_digest() => Assert.Equal(
        Digest.Parse("sha256:7f5b2640fe6fb4f46592dfd3410c4a79dac4f89e4782432e0378abcd1234eeff"), RegistryEvent.Read("message", Scan).Scanned);

    [Theory]
    [InlineData("detail.action-type", "\"DELETE\"", PushOutcome.Ignored, "The image action is DELETE: only PUSH is acted on.")]
    [InlineData("detail.result", "\"FAILURE\"", PushOutcome.Ignored, "The push ended as FAILURE.")]
    [InlineData("detail.image-tag", null, PushOutcome.Ignored, "The image was pushed without a tag: no environment accepts it.")]
    [InlineData("detail.image-tag", "\"\"", PushOutcome.Ignored, "The image was pushed without a tag: no environment accepts it.")]
    [InlineData("detail.image-tag", "7", PushOutcome.Ignored, "The image was pushed without a tag: no environment accepts it.")]
    [InlineData("source", "\"aws.s3\"", PushOutcome.Ignored, "'ECR Image Action' of aws.s3 is no push to a registry.")]
    [InlineData("detail-type", "\"ECR Referrer Action\"", PushOutcome.Ignored, "'ECR Referrer Action' of aws.ecr is no push to a registry.")]
    [InlineData("source", null, PushOutcome.Rejected, "The message is no EventBridge event: it has no source and detail-type.")]
    [InlineData("detail-type", "[]", PushOutcome.Rejected, "The message is no EventBridge event: it has no source and detail-type.")]
    [InlineData("account", null, PushOutcome.Rejected, "The push event lacks its account, region or detail.repository-name.")]
    [InlineData("region", "\"\"", PushOutcome.Rejected, "The push event lacks its account, region or detail.repository-name.")]
    [InlineData("detail.repository-name", "{}", PushOutcome.Rejected, "The push event lacks its account, region or detail.repository-name.")]
    [InlineData("detail", "\"PUSH\"", PushOutcome.Rejected, "The push event lacks its account, region or detail.repository-name.")]
    [InlineData("detail", "null", PushOutcome.Rejected, "The push event lacks its account, region or detail.repository-name.")]
    [InlineData("detail.image-digest", "\"sha256:short\"", PushOutcome.Rejected, "The push event's detail.image-digest 'sha256:short' is no digest.")]
    [InlineData("detail.image-digest", null, PushOutcome.Rejected, "The push event's detail.image-digest '' is no digest.")]
    [InlineData("time", "\"yesterday\"", PushOutcome.Rejected, "The push event's time 'yesterday' is no time.")]
    [InlineData("time", "1767578074", PushOutcome.Rejected, "The push event's time '' is no time.")]
    public void An_event_that_makes_no_release_says_why(string path, string? value, PushOutcome outcome, string reason)
    {
        var read = RegistryEvent.Read("message", With(Push, path, value));

        Assert.Equal((null, null, outcome, reason), (read.Push, read.Scanned, read.Unusable, read.Reason));
        Assert.Equal("13cde686-328b-6117-af20-0e5566167482", read.Id);
    }

    [Fact]
    public void A_scan_without_a_digest_is_rejected() =>
        Assert.Equal("The scan event's detail.image-digest is no digest.", RegistryEvent.Read("message", With(Scan, "detail.image-digest", null)).Reason);

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("7")]
    public void An_event_without_an_id_goes_by_its_message(string id) => Assert.Equal("message", RegistryEvent.Read("message", With(Push, "id", id)).Id);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"PUSH\"")]
    [InlineData("7")]
    [InlineData("<html>")]
    [InlineData("{\"id\":\"\\ud800\",\"source\":\"aws.ecr\",\"detail-type\":\"ECR Image Action\"}")]
    [InlineData("{\"source\":\"aws.ecr\",\"detail-type\":\"ECR Image Action\",\"detail\":{\"image-tag\":\"\\udfff\",\"image-digest\":\"\\ud83d\"}}")]
    [InlineData("\ud800")]
    public void What_is_no_event_is_rejected_with_a_reason(string? body)
    {
        var read = RegistryEvent.Read("message", body!);

        Assert.Equal(PushOutcome.Rejected, read.Unusable);
        Assert.NotEmpty(read.Reason);
        Assert.NotEmpty(read.Id);
    }

    [Fact]
    public void An_event_that_is_cut_off_anywhere_is_rejected_with_a_reason()
    {
        var bytes = Encoding.UTF8.GetBytes(Push.TrimEnd());
        for (var length = 0; length < bytes.Length; length++)
        {
            var read = RegistryEvent.Read("message", Encoding.UTF8.GetString(bytes, 0, length));
            Assert.Equal(("message", PushOutcome.Rejected), (read.Id, read.Unusable));
            Assert.StartsWith("The message is not JSON: ", read.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_event_with_any_byte_changed_is_read_or_says_why_not()
    {
        var random = new Random(1);
        for (var round = 0; round < 5000; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(Push);
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

            var read = RegistryEvent.Read("message", Encoding.UTF8.GetString(bytes));

            Assert.True((read.Push is not null) ^ (read is { Unusable: not null, Reason.Length: > 0 }), Encoding.UTF8.GetString(bytes));
        }
    }

    [Fact]
    public void Names_in_every_script_are_taken_as_they_are() =>
        Assert.Equal("версия-✓-👍", RegistryEvent.Read("message", With(Push, "detail.image-tag", "\"версия-✓-\\ud83d\\udc4d\"")).Push?.Tag);

    /// <summary>The event with one member written otherwise, or without it.</summary>
    internal static string With(string json, string path, string? value)
    {
        var root = JsonNode.Parse(json)!;
        var names = path.Split('.');
        var parent = names.SkipLast(1).Aggregate(root, (node, name) => node[name]!).AsObject();
        if (value is null)
        {
            parent.Remove(names[^1]);
            return root.ToJsonString();
        }

        // Put in as text: a value that is no proper one would not survive a tree.
        parent[names[^1]] = "@@";
        return root.ToJsonString().Replace("\"@@\"", value, StringComparison.Ordinal);
    }
}
