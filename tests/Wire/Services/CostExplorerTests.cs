using System.Text;
using Slipway.Aws.Costs;
using Slipway.Domain;
using Slipway.Domain.Costs;
using Slipway.Tests.Local.Account;
using Slipway.Tests.Ports.Services;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Services;

/// <summary>Cost Explorer of moto gives to each request the answer that was laid ready, and the same to the same request again.</summary>
public sealed class CostExplorerTests(MotoServer moto) : CostsContract
{
    private const string Bill = """
        {"results":[{"ResultsByTime":[{"TimePeriod":{"Start":"2026-02-01","End":"2026-03-01"},"Groups":[
          {"Keys":["Amazon Relational Database Service"],"Metrics":{"UnblendedCost":{"Amount":"145.5000000000","Unit":"USD"}}},
          {"Keys":["AmazonCloudWatch"],"Metrics":{"UnblendedCost":{"Amount":"2.1E-7","Unit":"USD"}}}],"Estimated":false}]}]}
        """;

    [Fact]
    public async Task A_bill_scripted_is_read_to_its_last_page_from_the_region_that_has_it()
    {
        var script = new ScriptedAws()
            .Answer(Page("Amazon Relational Database Service", "100", "more"))
            .Answer(Page("Amazon Relational Database Service", "45.5"));
        var bill = await new CostExplorerCosts(script.Clients()).ReadMonthAsync(new("shop"), new(2026, 12, 15), Token);

        Assert.Equal(new ServiceCost("Amazon Relational Database Service", 145.5m), Assert.Single(bill));
        Assert.All(script.Requests, request => Assert.Equal("ce.us-east-1.amazonaws.com", request.Host));
        Assert.Contains("\"TimePeriod\":{\"Start\":\"2026-12-01\",\"End\":\"2027-01-01\"}", script.Requests[0].Body, StringComparison.Ordinal);
        Assert.Contains("\"Tags\":{\"Key\":\"system\",\"Values\":[\"shop\"]}", script.Requests[0].Body, StringComparison.Ordinal);
        Assert.Contains("\"NextPageToken\":\"more\"", script.Requests[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bill_scripted_that_is_not_there_yet_or_not_ours_to_see_is_said_so()
    {
        var script = new ScriptedAws().Refuse("DataUnavailableException").Refuse("AccessDeniedException", "User not enabled for cost explorer access");
        var costs = new CostExplorerCosts(script.Clients());

        Assert.Equal(
            "The bill of shop for 2026-02 cannot be read: Cost Explorer has no figures yet; it needs a day after it was switched on.",
            (await Assert.ThrowsAsync<UnavailableException>(() => costs.ReadMonthAsync(new("shop"), new(2026, 2, 1), Token))).Message);
        Assert.Equal(
            "The bill of shop for 2026-02 cannot be read: permission is missing (AccessDeniedException): User not enabled for cost explorer access",
            (await Assert.ThrowsAsync<RejectedException>(() => costs.ReadMonthAsync(new("shop"), new(2026, 2, 1), Token))).Message);
    }

    /// <summary>
    /// Whoever asks first gets what is laid ready, and once it was asked for moto keeps it: the shop asks before the test does. Where
    /// it asked in an earlier test already, somebody else takes what is left.
    /// </summary>
    protected override async Task<ICosts> OpenAsync()
    {
        var costs = new CostExplorerCosts(moto.Clients());
        using var http = new HttpClient();
        using var bill = new StringContent(Bill, Encoding.UTF8, "application/json");
        await http.PostAsync(new Uri(moto.Endpoint, "/moto-api/static/ce/cost-and-usage-results"), bill, Token);
        await costs.ReadMonthAsync(Shop.Name, new(2026, 2, 1), Token);
        await costs.ReadMonthAsync(new($"other-{Guid.NewGuid():N}"), new(2026, 2, 1), Token);
        return costs;
    }

    private static string Page(string service, string amount, string next = "") =>
        $$$$"""{"ResultsByTime":[{"Groups":[{"Keys":["{{{{service}}}}"],"Metrics":{"UnblendedCost":{"Amount":"{{{{amount}}}}","Unit":"USD"}}}]}],"NextPageToken":"{{{{next}}}}"}""";
}
