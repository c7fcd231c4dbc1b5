using System.Globalization;
using System.Text.Json;
using Slipway.Aws.Monitoring;
using Slipway.Domain;
using Slipway.Domain.Metrics;
using Slipway.Domain.Remediation;
using Slipway.Domain.Systems;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Monitoring;

/// <summary>What CloudWatch does and moto does not: limits of a call, pages, alarms on alarms, failures inside an answer.</summary>
public sealed class CloudWatchTests
{
    private static readonly Location Here = new("eu-central-1");
    private static readonly DateTimeOffset From = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly ScriptedAws _cloudWatch = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Alarms_scripted_are_asked_for_by_the_hundred_to_the_last_page_and_may_be_composite()
    {
        _cloudWatch
            .Answer("""{"MetricAlarms":[{"AlarmName":"a0","StateValue":"OK","StateUpdatedTimestamp":1772442000}],"NextToken":"more"}""")
            .Answer("""{"CompositeAlarms":[{"AlarmName":"a1","StateValue":"ALARM","StateReason":"a0 went off","StateUpdatedTimestamp":1772442000,"StateTransitionedTimestamp":1772441000}]}""")
            .Answer("""{"MetricAlarms":[{"AlarmName":"a100","StateValue":"INSUFFICIENT_DATA","StateUpdatedTimestamp":1772442000}]}""");
        var alarms = await new CloudWatchAlarms(_cloudWatch.Clients()).ReadAsync(Here, [.. Enumerable.Range(0, 101).Select(number => $"a{number}")], Token);

        Assert.Equal([("a0", AlarmState.Ok), ("a1", AlarmState.Alarm), ("a100", AlarmState.InsufficientData)], alarms.Select(alarm => (alarm.Name, alarm.State)));
        Assert.Equal((DateTimeOffset.FromUnixTimeSeconds(1772441000), "a0 went off"), (alarms[1].Since, alarms[1].Reason));
        Assert.Equal([100, 100, 1], Asked("AlarmNames"));
        Assert.All(_cloudWatch.Requests, request => Assert.Contains("CompositeAlarm", request.Body, StringComparison.Ordinal));
        Assert.Contains("\"NextToken\":\"more\"", _cloudWatch.Requests[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queries_scripted_go_out_by_the_five_hundred_and_pages_are_joined()
    {
        _cloudWatch
            .Answer("""{"MetricDataResults":[{"Id":"q0","StatusCode":"PartialData","Timestamps":[1772442060],"Values":[2]},{"Id":"q1","StatusCode":"Complete","Timestamps":[],"Values":[]}],"NextToken":"more"}""")
            .Answer("""{"MetricDataResults":[{"Id":"q0","StatusCode":"Complete","Timestamps":[1772442000],"Values":[1]}]}""")
            .Answer("""{"MetricDataResults":[{"Id":"q0","StatusCode":"Complete","Timestamps":[1772442000],"Values":[9]}]}""");
        var points = await new CloudWatchMetrics(_cloudWatch.Clients()).ReadAsync(Here, [.. Enumerable.Range(0, 501).Select(Query)], From, From.AddHours(1), Token);

        Assert.Equal(501, points.Count);
        Assert.Equal([new(From, 1), new(From.AddMinutes(1), 2)], points[0]);
        Assert.Equal([new(From, 9)], points[500]);
        Assert.Equal([500, 500, 1], Asked("MetricDataQueries"));
    }

    [Theory]
    [InlineData("Forbidden", typeof(RejectedException))]
    [InlineData("InternalError", typeof(UnavailableException))]
    public async Task A_result_scripted_that_failed_inside_an_answer_is_a_failure(string status, Type failure)
    {
        _cloudWatch.Answer($$"""{"MetricDataResults":[{"Id":"q0","Label":"orders","StatusCode":"{{status}}"}]}""");
        var failed = await Assert.ThrowsAnyAsync<Exception>(() => new CloudWatchMetrics(_cloudWatch.Clients()).ReadAsync(Here, [Query(0)], From, From.AddHours(1), Token));
        Assert.IsType(failure, failed);
    }

    [Fact]
    public async Task Samples_scripted_go_out_by_the_thousand_and_each_once_even_when_the_answer_fails()
    {
        _cloudWatch.Answer("{}").Answer("{}").Answer("{}");
        var metrics = new CloudWatchMetrics(_cloudWatch.Clients(retries: 3));
        await metrics.WriteAsync(Here, [.. Enumerable.Range(0, 1001).Select(number => Sample("Slipway", number)), Sample("Other", 1)], Token);
        Assert.Equal([1000, 1, 1], Asked("MetricData"));

        _cloudWatch.Refuse("InternalServiceFault", status: System.Net.HttpStatusCode.InternalServerError);
        await Assert.ThrowsAsync<UnavailableException>(() => metrics.WriteAsync(Here, [Sample("Slipway", 1)], Token));
        Assert.Equal(4, _cloudWatch.Requests.Count);
    }

    private IEnumerable<int> Asked(string member) => _cloudWatch.Requests.Select(request => JsonDocument.Parse(request.Body).RootElement.GetProperty(member).GetArrayLength());

    private static MetricQuery Query(int number) => new(new("Slipway", number.ToString(CultureInfo.InvariantCulture), []), "Sum", TimeSpan.FromMinutes(1));

    private static MetricSample Sample(string name, int number) => new(new(name, "orders", []), From.AddSeconds(number), number);
}
