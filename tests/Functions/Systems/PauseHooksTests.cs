namespace Slipway.Tests.Functions.Systems;

/// <summary>What a manifest must say where several services of ECS may be held.</summary>
public sealed class PauseHooksTests
{
    [Theory]
    [InlineData("{url: https://green.shop.example.com/health}", "write which must answer it, such as service: services.api")]
    [InlineData("{url: https://green.shop.example.com/health, service: services.api}", null)]
    [InlineData("{url: https://green.shop.example.com/health, service: services.nobody}", "rollout.blueGreen.smoke[0].service")]
    public void A_request_to_a_green_side_names_the_service_that_must_answer(string smoke, string? problem)
    {
        var text = Sample.Text.Replace("kind: Deployment", "kind: EcsService", StringComparison.Ordinal)
            .Replace("scan: {within: 15m}", $"strategy: blueGreen\n  blueGreen: {{smoke: [{smoke}]}}\n  pauseHooks: {{continuedBy: slipway}}", StringComparison.Ordinal);

        var loaded = Sample.Load(text);

        Assert.Equal(problem is null, loaded.Problems.Count == 0);
        Assert.Contains(problem ?? "", string.Join('\n', loaded.Problems), StringComparison.Ordinal);
        Assert.True(problem is not null || loaded.Manifest!.Environments[0].Rollout is { Pauses.IsContinued: true, Canary.Preview: [{ Service.Value: "api" }] });
    }
}
