using System.Globalization;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Metrics;
using Slipway.Domain.Systems;
using Metric = Slipway.Domain.Metrics.Metric;

namespace Slipway.Aws.Monitoring;

/// <summary>The metrics of CloudWatch, read in one call for every 500 queries.</summary>
public sealed class CloudWatchMetrics(AwsClients clients) : IMetrics
{
    /// <summary>How many queries GetMetricData takes at once.</summary>
    private const int Queries = 500;

    /// <summary>How many samples PutMetricData takes at once.</summary>
    private const int Samples = 1000;

    public async Task<IReadOnlyList<IReadOnlyList<MetricPoint>>> ReadAsync(Location location, IReadOnlyList<MetricQuery> queries, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var client = clients.For(location, AwsServices.CloudWatch);
        var points = new List<IReadOnlyList<MetricPoint>>(queries.Count);
        foreach (var chunk in queries.Chunk(Queries))
        {
            points.AddRange(await ReadAsync(client, location, chunk, from, to, cancellationToken));
        }

        return points;
    }

    public async Task WriteAsync(Location location, IReadOnlyList<MetricSample> samples, CancellationToken cancellationToken)
    {
        // A sample that arrives twice counts twice: it goes out once.
        var client = clients.For(location, AwsServices.CloudWatch, isRepeatable: false);
        foreach (var samplesOfOne in samples.GroupBy(sample => sample.Metric.Namespace, StringComparer.Ordinal))
        {
            foreach (var chunk in samplesOfOne.Chunk(Samples))
            {
                await AwsCall.AskAsync(
                    $"Metrics cannot be written to {samplesOfOne.Key} in {location.Region}",
                    () => client.PutMetricDataAsync(new() { Namespace = samplesOfOne.Key, MetricData = [.. chunk.Select(Datum)] }, cancellationToken));
            }
        }
    }

    private static async Task<IEnumerable<IReadOnlyList<MetricPoint>>> ReadAsync(
        AmazonCloudWatchClient client, Location location, MetricQuery[] queries, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var failed = $"The metrics of {location.Region} cannot be read";
        var points = queries.Select(_ => new List<MetricPoint>()).ToArray();
        var request = new GetMetricDataRequest
        {
            MetricDataQueries = [.. queries.Select(Query)],
            StartTime = from.UtcDateTime,
            EndTime = to.UtcDateTime,
            ScanBy = ScanBy.TimestampAscending,
        };
        do
        {
            var page = await AwsCall.AskAsync(failed, () => client.GetMetricDataAsync(request, cancellationToken));
            foreach (var result in page.MetricDataResults ?? [])
            {
                Refuse(failed, result);
                points[int.Parse(result.Id.AsSpan(1), CultureInfo.InvariantCulture)].AddRange((result.Timestamps ?? []).Zip(result.Values ?? [], (at, value) => new MetricPoint(CloudWatchTime.Of(at), value)));
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return points.Select(series => (IReadOnlyList<MetricPoint>)[.. series.OrderBy(point => point.At)]);
    }

    /// <summary>A result carries its own failure, inside an answer that succeeded.</summary>
    private static void Refuse(string failed, MetricDataResult result)
    {
        if (result.StatusCode == StatusCode.Forbidden)
        {
            throw new RejectedException($"{failed}: permission is missing for {result.Label}.");
        }

        if (result.StatusCode == StatusCode.InternalError)
        {
            throw new UnavailableException($"{failed}: CloudWatch could not read {result.Label}.");
        }
    }

    private static MetricDataQuery Query(MetricQuery query, int number) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"q{number}"),
        MetricStat = new()
        {
            Metric = new() { Namespace = query.Metric.Namespace, MetricName = query.Metric.Name, Dimensions = Dimensions(query.Metric) },
            Period = (int)query.Period.TotalSeconds,
            Stat = query.Statistic,
        },
        ReturnData = true,
    };

    private static MetricDatum Datum(MetricSample sample) => new()
    {
        MetricName = sample.Metric.Name,
        Dimensions = Dimensions(sample.Metric),
        Timestamp = sample.At.UtcDateTime,
        Value = sample.Value,
        Unit = sample.Unit is { } unit ? new StandardUnit(unit) : null,
    };

    private static List<Dimension> Dimensions(Metric metric) => [.. metric.Dimensions.Select(dimension => new Dimension { Name = dimension.Name, Value = dimension.Value })];
}
